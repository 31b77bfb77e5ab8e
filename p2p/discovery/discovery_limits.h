/* Ceilings of discovery: how much anyone on the network may make grow. */
#pragma once

/* Nodes that one source may see at a time; more are counted and dropped. */
#define DISCOVERY_MAX_SIGHTINGS 1024

/* Entries and domains in the settings. */
#define DISCOVERY_MAX_ENTRIES 256
#define DISCOVERY_MAX_DOMAINS 8

/* dns: look-ups under way, and the shortest time between two of one id. */
#define DISCOVERY_MAX_LOOKUPS 64
#define DISCOVERY_LOOKUP_EVERY_MS 30000

/* mdns: entries of _firn._udp on the network, each once an interface and
 * protocol, and how many of them are resolved at a time (avahi-daemon has 1024
 * for one program, for all it asks). */
#define DISCOVERY_MDNS_INSTANCES 2048
#define DISCOVERY_MDNS_RESOLVERS 900

/* lan: longest datagram read, and answers to queries per second. */
#define DISCOVERY_LAN_DATAGRAM 1472
#define DISCOVERY_LAN_ANSWERS_PER_S 20
#define DISCOVERY_LAN_DATAGRAMS_PER_S 2000
