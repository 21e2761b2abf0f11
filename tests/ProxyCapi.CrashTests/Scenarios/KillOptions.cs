namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>What <see cref="KillScenario"/> is run with.</summary>
internal sealed record KillOptions
{
    /// <summary>How often the gateway is killed.</summary>
    public required int Rounds { get; init; }

    /// <summary>The longest time from a round's first delivery, or in every fourth round from its first page, to the kill; the shortest is a tenth of it.</summary>
    public TimeSpan Load { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Pages a second.</summary>
    public int Rate { get; init; } = 200;

    /// <summary>Decides the moments and who looks at an order again.</summary>
    public int Seed { get; init; }

    /// <summary>The rule says <c>AwaitDurable</c>: a page that came whole is a promise.</summary>
    public bool AwaitDurable { get; init; }
}
