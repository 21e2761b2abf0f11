namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>A loss of power cannot be simulated on this machine.</summary>
internal sealed class PowerUnavailableException(string message) : Exception(message);
