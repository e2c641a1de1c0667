"""Completion for bash 3.2 and later, with or without the bash-completion package.

bash parts words at `=`, `:` and `@` (COMP_WORDBREAKS), and puts a reply in the place of the last part only; `@`,
which begins the name of a host, belongs to the part that it begins. The script joins the words as they were typed,
and cuts from its replies what stands before the last part.

Source: https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.cli.completion.words import Node, Option

_ENGINE = r"""
# The words up to the cursor as they were typed, whatever COMP_WORDBREAKS makes of them.
_iamctl_words() {
    local rest=${COMP_LINE:0:COMP_POINT} piece stripped index
    words=()
    for ((index = 0; index <= COMP_CWORD; index++)); do
        stripped=${rest#"${rest%%[![:space:]]*}"}
        piece=${COMP_WORDS[index]}
        ((index == COMP_CWORD)) && piece=$stripped
        if ((index > 0)) && [[ -n $piece && $stripped == "$rest" ]]; then
            words[${#words[@]} - 1]+=$piece
        else
            words+=("$piece")
        fi
        rest=${stripped#"$piece"}
    done
}

# What the option takes: a kind, or nothing for a flag.
_iamctl_kind() {
    local option
    kind=
    for option in $options $_iamctl_common; do
        if [[ ${option%%:*} == "$1" ]]; then
            [[ $option == *:* ]] && kind=${option#*:}
            return
        fi
    done
}

# Offer what a place takes: $1 is its kind, $2 what stands there already, $3 what stands before that in the word.
_iamctl_offer() {
    local reply
    case $1 in
        none) ;;
        file | folder)
            type compopt >/dev/null 2>&1 && compopt -o filenames
            local what=-f
            [[ $1 == folder ]] && what=-d
            while IFS= read -r reply; do COMPREPLY+=("$3$reply"); done < <(compgen "$what" -- "$2")
            ;;
        =*)
            while IFS= read -r -d '|' reply; do
                [[ $reply == "$2"* ]] && COMPREPLY+=("$3$reply")
            done <<<"${1#=}|"
            ;;
        *)
            while IFS= read -r reply; do
                COMPREPLY+=("$3$reply")
            done < <("$program" --complete-names "$1" "$2" "${words[@]:1}" 2>/dev/null)
            ;;
    esac
}

# Cut what readline leaves alone: it replaces what follows the last `=` or `:`, and the last `@` with what follows.
_iamctl_cut() {
    local before='' piece index
    for piece in "${1%"${1##*=}"}" "${1%"${1##*:}"}"; do
        [[ -n $piece && $COMP_WORDBREAKS == *"${piece: -1}"* ]] || continue
        ((${#piece} > ${#before})) && before=$piece
    done
    if [[ $1 == *@* && $COMP_WORDBREAKS == *@* ]]; then
        piece=${1%@*}
        ((${#piece} > ${#before})) && before=$piece
    fi
    for index in "${!COMPREPLY[@]}"; do
        COMPREPLY[index]=${COMPREPLY[index]#"$before"}
    done
}

_iamctl() {
    local IFS=$' \t\n'
    local words at='' position=0 skip='' kind commands options places index word current program=iamctl
    [[ $1 == */* && -x $1 ]] && program=$1
    COMPREPLY=()
    _iamctl_words
    _iamctl_node ''
    for ((index = 1; index < ${#words[@]} - 1; index++)); do
        word=${words[index]}
        if [[ -n $skip ]]; then
            skip=
        elif [[ $word == -* ]]; then
            _iamctl_kind "$word"
            skip=$kind
        elif [[ " $commands " == *" $word "* ]]; then
            at="${at:+$at }$word"
            _iamctl_node "$at"
        else
            ((position++))
        fi
    done
    current=${words[${#words[@]} - 1]}
    if [[ -n $skip ]]; then
        _iamctl_offer "$skip" "$current" ''
    elif [[ $current == --*=* ]]; then
        _iamctl_kind "${current%%=*}"
        [[ -n $kind ]] && _iamctl_offer "$kind" "${current#*=}" "${current%%=*}="
    elif [[ $current == -* ]]; then
        for word in $options $_iamctl_common; do
            [[ ${word%%:*} == "$current"* ]] && COMPREPLY+=("${word%%:*}")
        done
    elif [[ -n $commands ]]; then
        for word in $commands; do
            [[ $word == "$current"* ]] && COMPREPLY+=("$word")
        done
    else
        for word in $places; do
            if ((position == 0)) || [[ $word == *'*' ]]; then
                _iamctl_offer "${word%'*'}" "$current" ''
                break
            fi
            ((position--))
        done
    fi
    _iamctl_cut "$current"
}

complete -F _iamctl iamctl
"""


def render(nodes: Sequence[Node], common: Sequence[Option]) -> str:
    """The script."""
    return "".join(
        (
            "# bash completion for iamctl, generated from its command tree by `iamctl completion show bash`.\n\n",
            f"_iamctl_common='{' '.join(_option_words(common))}'\n\n",
            "# What stands at these words; options and places with the kind of what each takes, `*` for the rest.\n",
            "_iamctl_node() {\n    commands= options= places=\n    case $1 in\n",
            *(_case(node) for node in nodes),
            "    esac\n}\n",
            _ENGINE,
        )
    )


def _case(node: Node) -> str:
    parts = {
        "commands": [name for name, _ in node.commands],
        "options": _option_words(node.options),
        "places": [f"{place.kind}{'*' if place.many else ''}" for place in node.places],
    }
    lines = "".join(f"            {name}='{' '.join(words)}'\n" for name, words in parts.items() if words)
    return f"        '{' '.join(node.path)}')\n{lines}            ;;\n"


def _option_words(options: Sequence[Option]) -> list[str]:
    return [flag if option.kind is None else f"{flag}:{option.kind}" for option in options for flag in option.flags]
