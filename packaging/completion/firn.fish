# fish completion for firn; made by `firn completion fish`
function __firn_ask
    set -l words (commandline -opc)
    set -l url
    if set -l i (contains -i -- --url $words)
        set url --url $words[(math $i + 1)]
    end
    firn $url __complete $argv[1] 2>/dev/null
end
complete -c firn -f
complete -c firn -l url -x -d 'the node (FIRN_URL, else http://127.0.0.1:8420)'
complete -c firn -l json -d 'print JSON, one object a line, sizes in bytes'
complete -c firn -l quiet -s q -d 'print only names (hashes, ids), no remarks, no bars'
complete -c firn -l help -s h -d 'print help and end'
complete -c firn -n __fish_use_subcommand -a node -d 'show the node: id, addresses, ticket'
complete -c firn -n __fish_use_subcommand -a add -d 'put files into the node'
complete -c firn -n '__fish_seen_subcommand_from add' -l tag -s t -x -a '(__firn_ask tags)' -d 'give the blob this tag; one FILE only'
complete -c firn -n '__fish_seen_subcommand_from add' -F
complete -c firn -n __fish_use_subcommand -a get -d 'fetch a blob from peers, or write it to a file'
complete -c firn -n '__fish_seen_subcommand_from get' -l output -s o -r -F -d 'write the bytes to FILE, "-" for standard output'
complete -c firn -n '__fish_seen_subcommand_from get' -l peer -s p -x -d 'a node that may have it; may be repeated'
complete -c firn -n '__fish_seen_subcommand_from get' -l tag -s t -x -a '(__firn_ask tags)' -d 'tag the blob on the node when it is there'
complete -c firn -n '__fish_seen_subcommand_from get' -l sequence -s s -d 'HASH is a list of hashes: fetch those as well'
complete -c firn -n '__fish_seen_subcommand_from get' -l timeout -x -d 'give up, and cancel the transfer, after so long'
complete -c firn -n '__fish_seen_subcommand_from get' -l detach -s d -d 'start the transfer, print its id and do not wait'
complete -c firn -n '__fish_seen_subcommand_from get' -a '(__firn_ask blobs)'
complete -c firn -n __fish_use_subcommand -a ls -d 'list the blobs of the node'
complete -c firn -n '__fish_seen_subcommand_from ls' -l state -s s -x -d 'only complete, or only partial ones'
complete -c firn -n '__fish_seen_subcommand_from ls' -l tag -s t -x -a '(__firn_ask tags)' -d 'only the one with this tag'
complete -c firn -n __fish_use_subcommand -a rm -d 'remove blobs from the node'
complete -c firn -n '__fish_seen_subcommand_from rm' -l force -s f -d 'also when tagged; its tags go with it'
complete -c firn -n '__fish_seen_subcommand_from rm' -a '(__firn_ask blobs)'
complete -c firn -n __fish_use_subcommand -a tag -d 'give a blob a name'
complete -c firn -n '__fish_seen_subcommand_from tag' -a '(__firn_ask blobs)'
complete -c firn -n __fish_use_subcommand -a tags -d 'list tags'
complete -c firn -n __fish_use_subcommand -a untag -d 'remove tags; the blobs stay'
complete -c firn -n '__fish_seen_subcommand_from untag' -a '(__firn_ask tags)'
complete -c firn -n __fish_use_subcommand -a ticket -d 'print a ticket for a blob'
complete -c firn -n '__fish_seen_subcommand_from ticket' -l endpoint -s e -d 'for iroh 1.x: the ticket of this node alone'
complete -c firn -n '__fish_seen_subcommand_from ticket' -l sequence -s s -d 'HASH is a list of hashes: those go with it'
complete -c firn -n '__fish_seen_subcommand_from ticket' -a '(__firn_ask blobs)'
complete -c firn -n __fish_use_subcommand -a verify -d 'check blobs against their hashes, from disk'
complete -c firn -n '__fish_seen_subcommand_from verify' -a '(__firn_ask blobs)'
complete -c firn -n __fish_use_subcommand -a transfers -d 'list transfers'
complete -c firn -n __fish_use_subcommand -a cancel -d 'cancel transfers'
complete -c firn -n '__fish_seen_subcommand_from cancel' -a '(__firn_ask transfers)'
complete -c firn -n __fish_use_subcommand -a watch -d 'follow a transfer, or all that happens'
complete -c firn -n '__fish_seen_subcommand_from watch' -a '(__firn_ask transfers)'
complete -c firn -n __fish_use_subcommand -a completion -d 'print a completion script for a shell'
complete -c firn -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'
complete -c firn -n __fish_use_subcommand -a version -d 'print the versions of firn and of the node'
complete -c firn -n __fish_use_subcommand -a help -d 'explain a command'
complete -c firn -n '__fish_seen_subcommand_from help' -a 'node add get ls rm tag tags untag ticket verify transfers cancel watch completion version help'
