namespace ProxyCapi.Configuration;

/// <summary>What the silence of all consent sources means.</summary>
public enum ConsentMode
{
    /// <summary>Events are made unless a source says no.</summary>
    NotRequired,

    /// <summary>Events are made only where a source says yes.</summary>
    Required,
}
