namespace ProxyCapi.CrashTests.Hosting;

/// <summary>A gateway did not come to serving.</summary>
internal sealed class GatewayStartException(string message, IEnumerable<string> lastLines)
    : Exception(message + Environment.NewLine + string.Join(Environment.NewLine, lastLines));
