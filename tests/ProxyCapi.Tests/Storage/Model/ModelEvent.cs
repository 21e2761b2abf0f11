using ProxyCapi.Delivery;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage.Model;

/// <summary>One event that the outbox has taken.</summary>
internal sealed class ModelEvent(OutboxItem item, DateTimeOffset seenUntil)
{
    public OutboxItem Item { get; } = item;

    public string Order { get; } = Convert.ToHexString(SeenKey.Of(item));

    /// <summary>Its order is a duplicate until then, at least.</summary>
    public DateTimeOffset SeenUntil { get; } = seenUntil;

    public ModelPhase Phase { get; set; }

    /// <summary>Its row; 0 as long as none was seen on the disk.</summary>
    public long Row { get; set; }

    /// <summary>Whether its end was seen on the disk: it must never be taken back.</summary>
    public bool IsEndedOnDisk { get; set; }

    /// <summary>Its end is remembered by the store and was not seen on the disk yet.</summary>
    public bool IsPending { get; set; }

    /// <summary>Its end was seen noted while its row lay in a database that was set aside.</summary>
    public bool IsNoted { get; set; }

    /// <summary>Its end went down with the process while its row lay in a database that was set aside: it is brought back as if it had not ended.</summary>
    public bool MayComeBack { get; set; }

    /// <summary>How often Meta has taken it.</summary>
    public int Taken { get; set; }

    /// <summary>A request with it is on its way.</summary>
    public bool IsPosted { get; set; }

    /// <summary>It must be in doubt when it is given out again.</summary>
    public bool MustDoubt { get; set; }

    /// <summary>It may be in doubt.</summary>
    public bool MayDoubt { get; set; }

    /// <summary>It is not given out before.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>That its order was seen went down with the process's memory or in a damage that was told.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Its order was told again while it lay in a database that was set aside: one of the two stays.</summary>
    public bool IsRival { get; set; }

    /// <summary>Its bytes on the disk are damaged.</summary>
    public bool IsRotten { get; set; }

    /// <summary>What is known of it was lost without a trace, in the one place where SQLite leaves none: the last commit of a damaged log.</summary>
    public bool IsBlurred { get; set; }

    public override string ToString() => $"{Item.EventId} {Phase} row {Row} taken {Taken}";
}
