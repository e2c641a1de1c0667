"""Completion for PowerShell 5.1 and later.

Source: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/register-argumentcompleter
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.cli.completion.words import Node, Option

_ENGINE = r"""
Register-ArgumentCompleter -Native -CommandName iamctl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    function New-Reply($text, $help) {
        if (-not $help) { $help = $text }
        [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $help)
    }

    # Replies for a place of this kind; none at all for files, which PowerShell then completes itself.
    function Get-Reply($kind, $prefix, $before) {
        if ($kind -in 'none', 'file', 'folder') { return }
        if ($kind.StartsWith('=')) { $words = $kind.Substring(1).Split('|') }
        else { $words = & $program --complete-names $kind "$prefix" @typed 2>$null }
        $words | Where-Object { $_ -and $_.StartsWith($prefix) } | ForEach-Object { New-Reply "$before$_" $_ }
    }

    function Get-Kind($flag, $node) {
        foreach ($option in @($node.Options) + $iamctlCommon) {
            if ($option -and $option[0] -ceq $flag) { return $option[1] }
        }
        return ''
    }

    $elements = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or
            ($_.Extent.EndOffset -eq $cursorPosition -and -not $wordToComplete) } | ForEach-Object { $_.Extent.Text })
    $program = $elements[0]
    if (-not $program) { $program = 'iamctl' }
    $typed = @($elements | Select-Object -Skip 1)
    $at = ''
    $skip = ''
    $position = 0
    $node = $iamctlNodes['']
    foreach ($word in $typed) {
        if ($skip) { $skip = '' }
        elseif ($word.StartsWith('-')) { $skip = Get-Kind $word $node }
        elseif ($iamctlNodes.ContainsKey("$at $word".Trim())) {
            $at = "$at $word".Trim()
            $node = $iamctlNodes[$at]
        }
        else { $position++ }
    }

    if ($skip) { Get-Reply $skip $wordToComplete '' }
    elseif ($wordToComplete -match '^(--[^=]+)=(.*)$') {
        $kind = Get-Kind $Matches[1] $node
        if ($kind) { Get-Reply $kind $Matches[2] "$($Matches[1])=" }
    }
    elseif ($wordToComplete.StartsWith('-')) {
        @($node.Options) + $iamctlCommon | Where-Object { $_ -and $_[0].StartsWith($wordToComplete) } |
            ForEach-Object { New-Reply $_[0] $_[2] }
    }
    elseif ($node.Commands) {
        $node.Commands | Where-Object { $_[0].StartsWith($wordToComplete) } | ForEach-Object { New-Reply $_[0] $_[1] }
    }
    else {
        foreach ($place in @($node.Places)) {
            if ($place -and ($position -eq 0 -or $place.EndsWith('*'))) {
                Get-Reply $place.TrimEnd('*') $wordToComplete ''
                break
            }
            $position--
        }
    }
}
"""


def render(nodes: Sequence[Node], common: Sequence[Option]) -> str:
    """The script."""
    return "".join(
        (
            "# PowerShell completion for iamctl, generated from its command tree by",
            " `iamctl completion show powershell`.\n\n",
            "# An option is its flag, the kind of what it takes (nothing for a flag) and its help;",
            " a place with `*` takes all that follow.\n",
            f"$script:iamctlCommon = @({_options(common)})\n\n$script:iamctlNodes = @{{\n",
            *(_entry(node) for node in nodes),
            "}\n",
            _ENGINE,
        )
    )


def _entry(node: Node) -> str:
    commands = ", ".join(f"@({_quoted(name)}, {_quoted(line)})" for name, line in node.commands)
    places = ", ".join(_quoted(f"{place.kind}{'*' if place.many else ''}") for place in node.places)
    # `,` before one inner array keeps PowerShell from dissolving it.
    comma = "," if len(node.commands) == 1 else ""
    return (
        f"    {_quoted(' '.join(node.path))} = @{{\n"
        f"        Commands = @({comma}{commands})\n"
        f"        Options = @({_options(node.options)})\n"
        f"        Places = @({places})\n    }}\n"
    )


def _options(options: Sequence[Option]) -> str:
    rows = [
        f"@({_quoted(flag)}, {_quoted(option.kind or '')}, {_quoted(option.help)})"
        for option in options
        for flag in option.flags
    ]
    return ("," if len(rows) == 1 else "") + ", ".join(rows)


def _quoted(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
