namespace GraphEmulator.Hosting;

/// <summary>The section <c>Emulator</c> of the configuration.</summary>
internal sealed record EmulatorSettings
{
    /// <summary>How many accepted events, and how many requests, the journal holds before it lets go of the oldest. Default 200 000.</summary>
    public int Capacity { get; init; } = 200_000;

    /// <summary>How many bytes of event JSON the journal holds before it lets go of the oldest. Default 512 MB.</summary>
    public long CapacityBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Requires <c>appsecret_proof</c> in each request, as an app with "require app secret" does. Default none.</summary>
    public string? AppSecret { get; init; }

    /// <summary>How far an event time may lie ahead of the clock. Meta's own figure is not known; default one minute.</summary>
    public TimeSpan FutureTolerance { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Reads and checks the section.</summary>
    public static EmulatorSettings Read(IConfiguration configuration)
    {
        var settings = configuration.GetSection("Emulator").Get<EmulatorSettings>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new();
        return settings is { Capacity: > 0, CapacityBytes: > 0 } && settings.FutureTolerance >= TimeSpan.Zero
            ? settings
            : throw new InvalidOperationException("Emulator:Capacity and Emulator:CapacityBytes must be above zero, Emulator:FutureTolerance not below zero.");
    }
}
