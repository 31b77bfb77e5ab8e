# bash completion for firn; made by `firn completion bash`
_firn()
{
    # By blanks only: bash's own words end at the colons of a URL.
    local line=${COMP_LINE:0:COMP_POINT} cmd='' kind=commands i
    local cur prev options=' --url --json --quiet --help --version '
    local -a url=() words=()
    read -ra words <<< "$line"
    [[ $line == *[[:space:]] ]] && words+=('')
    cur=${words[-1]} prev=${words[-2]}
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        case ${words[i]} in
            --url) url=(--url "${words[i + 1]}"); ((i++)) ;;
            --url=*) url=("${words[i]}") ;;
            -*) ;;
            *) [[ -z $cmd ]] && cmd=${words[i]} ;;
        esac
    done
    case $cmd in
        node) kind=nothing; options=" --url --json --quiet --help " ;;
        add) kind=files; options=" --tag --url --json --quiet --help " ;;
        get) kind=blobs; options=" --output --peer --tag --sequence --timeout --priority --max-rate --deadline --detach --url --json --quiet --help " ;;
        ls) kind=nothing; options=" --state --tag --url --json --quiet --help " ;;
        rm) kind=blobs; options=" --force --url --json --quiet --help " ;;
        tag) kind=blobs; options=" --url --json --quiet --help " ;;
        tags) kind=nothing; options=" --url --json --quiet --help " ;;
        untag) kind=tags; options=" --url --json --quiet --help " ;;
        ticket) kind=blobs; options=" --endpoint --sequence --url --json --quiet --help " ;;
        verify) kind=blobs; options=" --url --json --quiet --help " ;;
        transfers) kind=nothing; options=" --url --json --quiet --help " ;;
        cancel) kind=transfers; options=" --url --json --quiet --help " ;;
        pause) kind=transfers; options=" --url --json --quiet --help " ;;
        resume) kind=transfers; options=" --url --json --quiet --help " ;;
        priority) kind=transfers; options=" --url --json --quiet --help " ;;
        peers) kind=nothing; options=" --state --sort --url --json --quiet --help " ;;
        peer) kind=peers; options=" --url --json --quiet --help " ;;
        connect) kind=peers; options=" --timeout --url --json --quiet --help " ;;
        disconnect) kind=peers; options=" --url --json --quiet --help " ;;
        ban) kind=peers; options=" --url --json --quiet --help " ;;
        unban) kind=peers; options=" --url --json --quiet --help " ;;
        ping) kind=peers; options=" --count --size --timeout --url --json --quiet --help " ;;
        discovery) kind=nothing; options=" --url --json --quiet --help " ;;
        limits) kind=nothing; options=" --upload --download --priority --peer-upload --peer-download --exempt-local --url --json --quiet --help " ;;
        topology) kind=nothing; options=" --dot --url --json --quiet --help " ;;
        providers) kind=blobs; options=" --timeout --url --json --quiet --help " ;;
        events) kind=nothing; options=" --types --since --url --json --quiet --help " ;;
        doctor) kind=nothing; options=" --data-dir --url --json --quiet --help " ;;
        watch) kind=transfers; options=" --url --json --quiet --help " ;;
        completion) kind=shells; options=" --url --json --quiet --help " ;;
        version) kind=nothing; options=" --url --json --quiet --help " ;;
        help) kind=commands; options=" --url --json --quiet --help " ;;
    esac
    case $cmd:$prev in
        add:--tag|add:-t) kind=tags ;;
        get:--output|get:-o) kind=files ;;
        get:--peer|get:-p) kind=nothing ;;
        get:--tag|get:-t) kind=tags ;;
        get:--timeout) kind=nothing ;;
        get:--priority) kind=nothing ;;
        get:--max-rate) kind=nothing ;;
        get:--deadline) kind=nothing ;;
        ls:--state|ls:-s) kind=nothing ;;
        ls:--tag|ls:-t) kind=tags ;;
        peers:--state|peers:-s) kind=peer-states ;;
        peers:--sort) kind=peer-orders ;;
        connect:--timeout) kind=nothing ;;
        ping:--count|ping:-c) kind=nothing ;;
        ping:--size|ping:-s) kind=nothing ;;
        ping:--timeout) kind=nothing ;;
        limits:--upload) kind=nothing ;;
        limits:--download) kind=nothing ;;
        limits:--priority) kind=nothing ;;
        limits:--peer-upload) kind=nothing ;;
        limits:--peer-download) kind=nothing ;;
        limits:--exempt-local) kind=nothing ;;
        providers:--timeout) kind=nothing ;;
        events:--types) kind=event-types ;;
        events:--since) kind=nothing ;;
        doctor:--data-dir) kind=files ;;
        *:--url) kind=nothing ;;
    esac
    COMPREPLY=()
    if [[ $cur == -* && $prev != -- ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
        return
    fi
    case $kind in
        nothing) ;;
        files)
            compopt -o filenames 2> /dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
        commands) line='node add get ls rm tag tags untag ticket verify transfers cancel pause resume priority peers peer connect disconnect ban unban ping discovery limits topology providers events doctor watch completion version help'
            mapfile -t COMPREPLY < <(compgen -W "$line" -- "$cur") ;;
        shells)
            mapfile -t COMPREPLY < <(compgen -W 'bash zsh fish' -- "$cur") ;;
        *)
            line=$(firn "${url[@]}" __complete "$kind" 2> /dev/null)
            mapfile -t COMPREPLY < <(compgen -W "$line" -- "$cur") ;;
    esac
}
complete -F _firn firn
