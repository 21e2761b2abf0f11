using System.Globalization;
using ProxyCapi.Storage;

namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks the bounds that stand in the comments of <see cref="DeliveryOptions"/> and <see cref="CaptureOptions"/>.</summary>
internal static class LimitsValidator
{
    private const long KB = 1024;
    private const long MB = 1024 * KB;
    private const long GB = 1024 * MB;

    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(DeliveryOptions options, ConfigurationPlace place)
    {
        EventNames.Validate(options.MoneyEvents, place[nameof(options.MoneyEvents)]);
        place[nameof(options.BatchSize)].CheckRange(options.BatchSize, 1, 1000, Write);
        place[nameof(options.MaxBatchBytes)].CheckRange(options.MaxBatchBytes, 16 * KB, 16 * MB, Write);
        place[nameof(options.MoneyLinger)].CheckRange(options.MoneyLinger, TimeSpan.Zero, TimeSpan.FromMinutes(1), Write);
        place[nameof(options.Linger)].CheckRange(options.Linger, TimeSpan.Zero, TimeSpan.FromMinutes(5), Write);
        place[nameof(options.RetryBaseDelay)].CheckRange(options.RetryBaseDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), Write);
        place[nameof(options.RetryMaxDelay)].CheckRange(options.RetryMaxDelay, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), Write);
        place[nameof(options.MaxConcurrentBatches)].CheckRange(options.MaxConcurrentBatches, 1, 16, Write);
        place[nameof(options.MaxQueueLength)].CheckRange(options.MaxQueueLength, 1000, 10_000_000, Write);
        place[nameof(options.MaxQueueBytes)].CheckRange(options.MaxQueueBytes, MB, 1024 * GB, Write);
        place[nameof(options.MinFreeBytes)].CheckRange(options.MinFreeBytes, 0, 1024 * GB, Write);
        place[nameof(options.MaxMemoryBytes)].CheckRange(options.MaxMemoryBytes, MB, 4 * GB, Write);
        place[nameof(options.DeadLetterRetention)].CheckRange(options.DeadLetterRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(400), Write);
        place[nameof(options.MaxDeadLetters)].CheckRange(options.MaxDeadLetters, 0, 1_000_000, Write);
        place[nameof(options.AcceptedRetention)].CheckRange(options.AcceptedRetention, TimeSpan.Zero, TimeSpan.FromDays(400), Write);
        CheckKeys(options.EncryptionKeys, place[nameof(options.EncryptionKeys)]);
        place[nameof(options.DedupeWindow)].CheckRange(options.DedupeWindow, TimeSpan.FromHours(48), TimeSpan.FromDays(400), Write);
        place[nameof(options.DrainTimeout)].CheckRange(options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(5), Write);
        OptionsValidator.CheckName(options.InDoubt, place[nameof(options.InDoubt)]);
    }

    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(CaptureOptions options, ConfigurationPlace place)
    {
        place[nameof(options.MaxRequestBytes)].CheckRange(options.MaxRequestBytes, 0, 64 * MB, Write);
        place[nameof(options.MaxResponseBytes)].CheckRange(options.MaxResponseBytes, 4 * KB, 64 * MB, Write);
        place[nameof(options.MaxDecodedBytes)].CheckRange(options.MaxDecodedBytes, 64 * KB, 256 * MB, Write);
        place[nameof(options.MaxOpenBytes)].CheckRange(options.MaxOpenBytes, MB, 4 * GB, Write);
        place[nameof(options.QueueLength)].CheckRange(options.QueueLength, 16, 100_000, Write);
        place[nameof(options.QueueBytes)].CheckRange(options.QueueBytes, MB, 4 * GB, Write);
        if (options.MaxResponseBytes > options.QueueBytes)
        {
            place[nameof(options.MaxResponseBytes)].Fail(
                "A page of this length has no room in the queue, even when it is empty: it would always be shed.",
                $"Write at most {nameof(options.QueueBytes)} ({Write(options.QueueBytes)}), or raise that.");
        }
    }

    // The key itself never stands in a message.
    private static void CheckKeys(List<string> keys, ConfigurationPlace place)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (DataKeyRing.Parse(keys[i]) is null)
            {
                place[i].Fail("The key is not 32 bytes in Base64.", "Make one with: openssl rand -base64 32");
            }
        }
    }

    /// <summary>A time as it is written in the configuration.</summary>
    public static string Write(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);

    private static string Write(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Write(int number) => Write((long)number);
}
