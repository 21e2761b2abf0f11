namespace ProxyCapi.Tests.Storage.Model;

/// <summary>Where an event stands, as far as its teller and its sender know.</summary>
internal enum ModelPhase
{
    /// <summary>It is owed to Meta.</summary>
    Open,

    /// <summary>Meta has it.</summary>
    Accepted,

    /// <summary>It was taken out for good.</summary>
    Dead,

    /// <summary>It had to give way, or went down with the process's memory or in a damage that was told.</summary>
    Gone,
}
