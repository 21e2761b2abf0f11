namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Which events happen on every load, without anybody's doing.</summary>
internal static class LoadEvents
{
    private static readonly Dictionary<string, LoadPhase> Phases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DOMContentLoaded"] = LoadPhase.Ready,
        ["rocket-DOMContentLoaded"] = LoadPhase.Ready,
        ["readystatechange"] = LoadPhase.Ready,
        ["ready"] = LoadPhase.Ready,
        ["turbo:load"] = LoadPhase.Ready,
        ["turbo:render"] = LoadPhase.Ready,
        ["turbolinks:load"] = LoadPhase.Ready,
        ["page:load"] = LoadPhase.Ready,
        ["page:change"] = LoadPhase.Ready,
        ["astro:page-load"] = LoadPhase.Ready,
        ["livewire:load"] = LoadPhase.Ready,
        ["livewire:navigated"] = LoadPhase.Ready,
        ["alpine:init"] = LoadPhase.Ready,
        ["htmx:load"] = LoadPhase.Ready,
        ["load"] = LoadPhase.Load,
        ["pageshow"] = LoadPhase.Load,
        ["rocket-load"] = LoadPhase.Load,
        ["rocket-allScriptsLoaded"] = LoadPhase.Load,
    };

    /// <summary>When the event happens; <see langword="null"/> if somebody must do something first. jQuery names several at once, with name spaces.</summary>
    public static LoadPhase? PhaseOf(string events)
    {
        foreach (var name in events.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            if (Phases.TryGetValue(dot > 0 ? name[..dot] : name, out var phase))
            {
                return phase;
            }
        }

        return null;
    }
}
