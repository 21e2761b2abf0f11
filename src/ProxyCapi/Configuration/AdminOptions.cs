namespace ProxyCapi.Configuration;

/// <summary>The operator's listener of <c>ProxyCapi.Gateway</c>; a host of your own does not use it.</summary>
public sealed class AdminOptions
{
    /// <summary>Where health, metrics and the inspector are served: http, host and port. <see langword="null"/> or empty: nowhere.</summary>
    /// <value>The default value is <c>http://127.0.0.1:8081</c>.</value>
    public string? Url { get; set; } = "http://127.0.0.1:8081";

    /// <summary>
    /// What the inspector asks for before it shows anything: at least 16 characters, from a secret store. Required where <see cref="Url"/> can be reached from
    /// other machines; without it the inspector is closed there. Health and metrics never ask.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: on a loopback address nobody is asked.</value>
    public string? Key { get; set; }

    /// <summary>How many events and drops the inspector remembers, in memory; about 2 KB each. Read at the start.</summary>
    /// <value>The default value is 2000; from 0 to 100 000.</value>
    public int MaxStories { get; set; } = 2000;
}
