namespace ProxyCapi.Configuration;

/// <summary>How events are batched and sent.</summary>
public sealed class DeliveryOptions
{
    /// <summary>
    /// Events besides Purchase, Lead, Subscribe, StartTrial and CompleteRegistration that count as money: they have a lane of their own and
    /// are given up last.
    /// </summary>
    /// <value>The default value is empty.</value>
    public List<string> MoneyEvents { get; set; } = [];

    /// <summary>Events per request, 1 to 1000 (meta-capi.md section 1.2).</summary>
    /// <value>The default value is 100: a bad event delays fewer good ones than in a batch of 1000.</value>
    public int BatchSize { get; set; } = 100;

    /// <summary>Bytes of event data per request, 16 KB to 16 MB.</summary>
    /// <value>The default value is 1 MB (1 048 576).</value>
    public int MaxBatchBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a money event waits for company, 0 to 1 minute.</summary>
    /// <value>The default value is 200 milliseconds.</value>
    public TimeSpan MoneyLinger { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long any other event waits for company, 0 to 5 minutes.</summary>
    /// <value>The default value is 2 seconds.</value>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>First pause after a failed request, 100 milliseconds to 1 minute; doubles with each further failure, with jitter.</summary>
    /// <value>The default value is 1 second.</value>
    public TimeSpan RetryBaseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two attempts, 1 second to 1 hour.</summary>
    /// <value>The default value is 5 minutes.</value>
    public TimeSpan RetryMaxDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Events held while Meta cannot be reached, 1000 to 10 000 000.</summary>
    /// <value>The default value is 100 000.</value>
    public int MaxQueueLength { get; set; } = 100_000;

    /// <summary>Bytes of event data held while Meta cannot be reached, 1 MB to 4 GB.</summary>
    /// <value>The default value is 256 MB.</value>
    public long MaxQueueBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>How long the same order (pixel, event, order or event id) counts as one, 48 hours to 400 days.</summary>
    /// <value>The default value is 60 days.</value>
    public TimeSpan DedupeWindow { get; set; } = TimeSpan.FromDays(60);

    /// <summary>What happens to events whose request was cut off after bytes had gone out (delivery.md section 5.4a).</summary>
    /// <value>The default value is <see cref="InDoubtPolicy.Resend"/>.</value>
    public InDoubtPolicy InDoubt { get; set; } = InDoubtPolicy.Resend;

    /// <summary>How long a graceful stop goes on sending, 0 to 5 minutes, within the host's shutdown timeout.</summary>
    /// <value>The default value is 10 seconds.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
