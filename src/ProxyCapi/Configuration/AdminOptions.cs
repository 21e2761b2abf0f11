namespace ProxyCapi.Configuration;

/// <summary>The operator's listener of <c>ProxyCapi.Gateway</c>; a host of your own does not use it.</summary>
public sealed class AdminOptions
{
    /// <summary>Where health and metrics are served: http, host and port. <see langword="null"/> or empty: nowhere.</summary>
    /// <value>The default value is <c>http://127.0.0.1:8081</c>.</value>
    public string? Url { get; set; } = "http://127.0.0.1:8081";
}
