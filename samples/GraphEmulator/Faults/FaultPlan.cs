using System.Collections.Immutable;

namespace GraphEmulator.Faults;

/// <summary>The faults that one request meets.</summary>
internal sealed class FaultPlan
{
    /// <summary>Nothing goes wrong.</summary>
    public static readonly FaultPlan None = new([]);

    private readonly ImmutableArray<ActiveFault> _faults;

    private FaultPlan(ImmutableArray<ActiveFault> faults)
    {
        _faults = faults;
        Ending = faults.FirstOrDefault(IsEnding);
    }

    /// <summary>The one that answers, hangs or drops.</summary>
    public ActiveFault? Ending { get; }

    /// <summary>How many events are left out.</summary>
    public int Missing => Of(GraphFaultKind.Partial).Sum(fault => fault.Fault.Missing);

    /// <summary>Whether half of the JSON is sent.</summary>
    public bool IsTruncated => Of(GraphFaultKind.TruncatedAnswer).Any();

    /// <summary>The one that slows the answer.</summary>
    public ActiveFault? Slow => Of(GraphFaultKind.SlowAnswer).FirstOrDefault();

    /// <summary>Texts for <c>messages</c>.</summary>
    public IEnumerable<string> Messages => Of(GraphFaultKind.Warnings).SelectMany(fault => fault.Fault.Messages);

    /// <summary>Headers for the answer.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers =>
        _faults.Where(fault => fault.Fault.Kind is GraphFaultKind.Headers or GraphFaultKind.Answer).SelectMany(fault => fault.Fault.Headers);

    /// <summary>For the journal.</summary>
    public IReadOnlyList<string> Names => [.. _faults.Select(fault => Name(fault.Fault))];

    public static bool IsEnding(ActiveFault fault) => fault.Fault.Kind is GraphFaultKind.Answer or GraphFaultKind.Hang or GraphFaultKind.Drop;

    public FaultPlan With(ActiveFault fault) => new(_faults.Add(fault));

    /// <summary>This one, after what an earlier point had in store.</summary>
    public FaultPlan After(FaultPlan earlier) => earlier == None ? this : new([.. earlier._faults, .. _faults]);

    /// <summary>The ending fault, if it strikes at this point.</summary>
    public ActiveFault? EndingAt(GraphFaultStage stage) => Ending?.Fault.Stage == stage ? Ending : null;

    /// <summary>Waits as long as the delays of this point say, or until they are removed, or the emulator stops.</summary>
    public async Task DelayAsync(GraphFaultStage stage, CancellationToken stopping)
    {
        foreach (var fault in Of(GraphFaultKind.Delay).Where(fault => fault.Fault.Stage == stage))
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(fault.Removed, stopping);
            await Task.Delay(fault.Fault.Milliseconds, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IEnumerable<ActiveFault> Of(GraphFaultKind kind) => _faults.Where(fault => fault.Fault.Kind == kind);

    private static string Name(GraphFault fault) =>
        fault.HasStage ? $"{Word(fault.Kind.ToString())} {Word(fault.Stage.ToString())}" : Word(fault.Kind.ToString());

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
