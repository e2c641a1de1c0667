"""Completion for fish 3.0 and later.

Source: https://fishshell.com/docs/current/completions.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.cli.completion.words import Node, Option

_ENGINE = r"""
# What the option takes: a kind, or nothing for a flag.
function __iamctl_kind
    for option in $__iamctl_options $__iamctl_common
        set -l parts (string split -m 2 \t -- $option)
        if test "$parts[1]" = "$argv[1]"
            echo $parts[2]
            return
        end
    end
end

# Offer what a place takes: its kind, what stands there already, what stands before that in the word.
function __iamctl_offer
    set -l before $argv[3]
    switch $argv[1]
        case none
        case file
            __fish_complete_path "$argv[2]" | string replace -r '^' -- "$before"
        case folder
            __fish_complete_directories "$argv[2]" | string replace -r '^' -- "$before"
        case '=*'
            for word in (string split '|' -- (string sub -s 2 -- $argv[1]))
                echo $before$word
            end
        case '*'
            set -l program iamctl
            string match -q '*/*' -- $argv[4]; and test -x $argv[4]; and set program $argv[4]
            for name in ($program --complete-names $argv[1] "$argv[2]" $argv[5..-1] 2>/dev/null)
                echo $before$name
            end
    end
end

function __iamctl_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set -l at
    set -l skip
    set -l position 0
    __iamctl_node ''
    for word in $typed[2..-1]
        if test -n "$skip"
            set skip
        else if string match -q -- '-*' $word
            set skip (__iamctl_kind $word)
        else if string match -q -- "$word"\t'*' $__iamctl_commands
            set at $at $word
            __iamctl_node "$at"
        else
            set position (math $position + 1)
        end
    end
    if test -n "$skip"
        __iamctl_offer $skip "$current" '' $typed
    else if string match -q -- '--*=*' $current
        set -l parts (string split -m 1 = -- $current)
        set -l kind (__iamctl_kind $parts[1])
        test -n "$kind"; and __iamctl_offer $kind "$parts[2]" "$parts[1]=" $typed
    else if string match -q -- '-*' $current
        for option in $__iamctl_options $__iamctl_common
            set -l parts (string split -m 2 \t -- $option)
            echo $parts[1]\t$parts[3]
        end
    else if set -q __iamctl_commands[1]
        printf '%s\n' $__iamctl_commands
    else
        for place in $__iamctl_places
            if test $position -eq 0; or string match -q -- '*\*' $place
                __iamctl_offer (string replace -r '\*$' '' -- $place) "$current" '' $typed
                break
            end
            set position (math $position - 1)
        end
    end
end

complete -c iamctl -e
complete -c iamctl -f -a '(__iamctl_complete)'
"""


def render(nodes: Sequence[Node], common: Sequence[Option]) -> str:
    """The script."""
    return "".join(
        (
            "# fish completion for iamctl, generated from its command tree by `iamctl completion show fish`.\n\n",
            "# An option is its flag, the kind of what it takes (nothing for a flag) and its help.\n",
            f"set -g __iamctl_common{_options(common)}\n\n",
            "# What stands at these words; a place with `*` takes all that follow.\n",
            "function __iamctl_node\n    set -g __iamctl_commands\n    set -g __iamctl_options\n",
            "    set -g __iamctl_places\n    switch $argv[1]\n",
            *(_case(node) for node in nodes),
            "    end\nend\n",
            _ENGINE,
        )
    )


def _case(node: Node) -> str:
    lines = []
    if node.commands:
        described = "".join(f" \\\n                {_tabbed(name, line)}" for name, line in node.commands)
        lines.append(f"            set -g __iamctl_commands{described}\n")
    if node.options:
        lines.append(f"            set -g __iamctl_options{_options(node.options, '                ')}\n")
    if node.places:
        places = " ".join(_quoted(f"{place.kind}{'*' if place.many else ''}") for place in node.places)
        lines.append(f"            set -g __iamctl_places {places}\n")
    return f"        case '{' '.join(node.path)}'\n{''.join(lines)}"


def _options(options: Sequence[Option], indent: str = "    ") -> str:
    return "".join(
        f" \\\n{indent}{_tabbed(flag, option.kind or '', option.help)}" for option in options for flag in option.flags
    )


def _tabbed(*words: str) -> str:
    return "\\t".join(_quoted(word) if word else "" for word in words)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
