namespace ProxyCapi.Configuration;

/// <summary>What is remembered of one visitor between landing and paying. Nothing can be set yet.</summary>
public sealed class JourneyOptions
{
}
