namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>The system's clock, moved ahead: what waits for a time that has not come is due.</summary>
internal sealed class LaterTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
