// Where nodes are drawn: forces that push nodes apart and pull linked ones
// together. The layout moves only while it is warm; new measures of the same
// graph do not warm it.
import {
  forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY,
} from 'd3-force';

const cold = 0.01;

export function newLayout() {
  let spread = 70; // pixels between linked nodes
  const links = forceLink().distance(() => spread);
  const charge = forceManyBody().distanceMax(600).theta(1);
  const simulation = forceSimulation()
    .stop() // ticks when the picture is drawn, not by itself
    .alphaDecay(0.03)
    .velocityDecay(0.45)
    .force('links', links)
    .force('charge', charge)
    .force('collide', forceCollide(14))
    .force('x', forceX().strength(0.035)) // windows are wider than high
    .force('y', forceY().strength(0.06));
  let warm = 0;

  return {
    // `first`: nothing was there before, so it may move a lot.
    set(graph, first) {
      // A few nodes have room for their names and links.
      spread = 60 + 130 * Math.min(1, 6 / (graph.nodes.size + 1));
      charge.strength(-2.2 * spread);
      simulation.nodes([...graph.nodes.values()]);
      links.links([...graph.links.values()].filter((l) => !l.goneAt));
      warm = Math.max(warm, first ? 1 : 0.25);
    },
    warm(value) {
      warm = Math.max(warm, value);
    },
    isWarm: () => warm > cold,
    // One step; false when it rests.
    tick() {
      if (warm <= cold) return false;
      simulation.alpha(warm).tick();
      warm = simulation.alpha();
      return true;
    },
    find: (x, y, radius) => simulation.find(x, y, radius),
  };
}
