namespace ProxyCapi.Delivery;

/// <summary>The two queues of each pixel: a batch never mixes them, and under pressure the second gives way first.</summary>
internal enum Lane
{
    /// <summary>Purchase, Lead, Subscribe, StartTrial, CompleteRegistration and what the operator adds.</summary>
    Money,

    /// <summary>Everything else.</summary>
    Other,
}
