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

    /// <summary>Batches of one lane that may be on their way at once, 1 to 16; a lane begins with one and adds one after each success.</summary>
    /// <value>The default value is 4.</value>
    public int MaxConcurrentBatches { get; set; } = 4;

    /// <summary>Events that may wait on disk, 1000 to 10 000 000. Beyond it the other lane gives way to money.</summary>
    /// <value>The default value is 1 000 000.</value>
    public int MaxQueueLength { get; set; } = 1_000_000;

    /// <summary>
    /// Bytes the outbox may take on disk, 1 MB to 1 TB, and never more than a tenth of what the disk has free. The other lane is refused at 80 %
    /// and gives way at 90 %.
    /// </summary>
    /// <value>The default value is 1 GB.</value>
    public long MaxQueueBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Room that is left on the disk for others, 0 to 1 TB: with less, new events wait in memory.</summary>
    /// <value>The default value is 256 MB.</value>
    public long MinFreeBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Bytes of events held in memory while they cannot be brought to the disk, 1 MB to 4 GB. Beyond it the other lane gives way to money.</summary>
    /// <value>The default value is 64 MB.</value>
    public long MaxMemoryBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// Keys that events on disk are sealed with (AES-256-GCM), each 32 bytes in Base64. The first seals, all of them open: put a new one in front
    /// to rotate. Secret.
    /// </summary>
    /// <value>The default value is empty: a key is generated in <c>outbox.key</c>, and a new one every 90 days.</value>
    public List<string> EncryptionKeys { get; set; } = [];

    /// <summary>How long dead letters are kept for the operator, 1 hour to 400 days.</summary>
    /// <value>The default value is 30 days.</value>
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Dead letters that are kept, 0 to 1 000 000; the oldest go first.</summary>
    /// <value>The default value is 10 000.</value>
    public int MaxDeadLetters { get; set; } = 10_000;

    /// <summary>How long accepted events are kept for the operator, 0 to 400 days.</summary>
    /// <value>The default value is 0: nothing stays but the digest that recognises the order.</value>
    public TimeSpan AcceptedRetention { get; set; } = TimeSpan.Zero;

    /// <summary>How long the same order (pixel, event, order or event id) counts as one, 48 hours to 400 days.</summary>
    /// <value>The default value is 60 days.</value>
    public TimeSpan DedupeWindow { get; set; } = TimeSpan.FromDays(60);

    /// <summary>What happens to events whose request was cut off after bytes had gone out (delivery.md section 5.4a).</summary>
    /// <value>The default value is <see cref="InDoubtPolicy.Resend"/>.</value>
    public InDoubtPolicy InDoubt { get; set; } = InDoubtPolicy.Resend;

    /// <summary>
    /// How long a graceful stop goes on sending, 0 to 5 minutes, after the server has stopped. Open requests may use up all of the host's
    /// <c>HostOptions.ShutdownTimeout</c> before; this time stays, so a stop takes up to the sum of both. Where something kills the process after
    /// n seconds, set <c>ShutdownTimeout</c> to less than n minus this.
    /// </summary>
    /// <value>The default value is 10 seconds.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
