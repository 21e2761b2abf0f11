namespace ProxyCapi.Configuration;

/// <summary>A pixel, checked and ready to use.</summary>
internal sealed record CompiledPixel
{
    /// <summary>The pixel's name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>The pixel's number.</summary>
    public required string Id { get; init; }

    /// <summary>The access token; never logged.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The app's secret; never logged.</summary>
    public string? AppSecret { get; init; }

    /// <summary>Code of the Test Events tab.</summary>
    public string? TestEventCode { get; init; }

    /// <summary>The hosts it serves.</summary>
    public required HostPatterns Hosts { get; init; }

    /// <summary>The name alone: a record would print its token.</summary>
    public override string ToString() => Name;
}
