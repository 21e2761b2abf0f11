using Microsoft.Data.Sqlite;
using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>A row as it stands in the table, its body sealed.</summary>
internal sealed record SealedRow
{
    /// <summary>What <see cref="Of"/> reads, in its order.</summary>
    public const string Columns =
        "id, state, pixel, lane, due, event_time, size, doubt_since, first_post, attempts, event_name, action_source, reason, code, subcode, note, key_id, body";

    public required long Id { get; init; }

    public required ItemState State { get; init; }

    public required string Pixel { get; init; }

    public required Lane Lane { get; init; }

    /// <summary>Not before; posting since; ended at: by <see cref="State"/>.</summary>
    public required DateTimeOffset Due { get; init; }

    public required DateTimeOffset EventTime { get; init; }

    public required int Size { get; init; }

    public DateTimeOffset? DoubtSince { get; init; }

    public DateTimeOffset? FirstPost { get; init; }

    public required int Attempts { get; init; }

    public required string EventName { get; init; }

    public required string ActionSource { get; init; }

    /// <summary>Why it is dead, by the tag values of <see cref="Diagnostics.Outcomes"/>.</summary>
    public string? Reason { get; init; }

    public int? Code { get; init; }

    public int? Subcode { get; init; }

    /// <summary>What Meta said last.</summary>
    public string? Note { get; init; }

    public required int KeyId { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>Reads the row that a reader stands on.</summary>
    public static SealedRow Of(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        State = (ItemState)row.GetInt32(1),
        Pixel = row.GetString(2),
        Lane = (Lane)row.GetInt32(3),
        Due = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        EventTime = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
        Size = row.GetInt32(6),
        DoubtSince = row.IsDBNull(7) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
        FirstPost = row.IsDBNull(8) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
        Attempts = row.GetInt32(9),
        EventName = row.GetString(10),
        ActionSource = row.GetString(11),
        Reason = row.IsDBNull(12) ? null : row.GetString(12),
        Code = row.IsDBNull(13) ? null : row.GetInt32(13),
        Subcode = row.IsDBNull(14) ? null : row.GetInt32(14),
        Note = row.IsDBNull(15) ? null : row.GetString(15),
        KeyId = row.GetInt32(16),
        Body = row.GetFieldValue<byte[]>(17),
    };

    /// <summary>The row as it is found after its process has ended: what was on its way has an outcome that nobody knows.</summary>
    public SealedRow Found() => State == ItemState.Posting
        ? this with { State = ItemState.Waiting, Due = Due + OutboxStatements.DoubtPause, DoubtSince = DoubtSince ?? Due }
        : this;

    /// <summary>Reads the row that a reader stands on, whatever stands in it: one that is no row of ours comes without its body, so that it cannot be opened.</summary>
    public static SealedRow OfAny(SqliteDataReader row)
    {
        try
        {
            return Of(row);
        }
        catch (Exception exception) when (IsNoRow(exception))
        {
            return OfDamaged(row);
        }
    }

    /// <summary>Whether a column held what it cannot hold.</summary>
    public static bool IsNoRow(Exception exception) =>
        exception is InvalidCastException or InvalidOperationException or ArgumentOutOfRangeException or OverflowException or FormatException;

    /// <summary>Opens the body; <see langword="null"/> if it was damaged or its key is gone.</summary>
    public LeasedItem? Open(DataKeyRing keys) =>
        EventSealer.Open(keys.Find(KeyId), Id, Pixel, EventName, Body) is not { } envelope
            ? null
            : new LeasedItem(Id, new OutboxItem
            {
                Pixel = Pixel,
                Lane = Lane,
                EventName = EventName,
                EventId = envelope.EventId,
                DedupeKey = envelope.DedupeKey,
                EventTime = EventTime,
                ActionSource = ActionSource,
                TraceParent = envelope.TraceParent.Length == 0 ? null : envelope.TraceParent,
                TestEventCode = envelope.TestEventCode.Length == 0 ? null : envelope.TestEventCode,
                Payload = envelope.Payload,
            })
            {
                FirstPost = FirstPost,
                DoubtSince = DoubtSince,
                Attempts = Attempts,
            };

    /// <summary>What an operator can be told of it.</summary>
    private static SealedRow OfDamaged(SqliteDataReader row)
    {
        return new SealedRow
        {
            Id = row.GetInt64(0),
            State = (ItemState)Number(1, (long)ItemState.Dead),
            Pixel = Text(2) ?? "",
            Lane = (Lane)Number(3, (long)Lane.Other),
            Due = Time(4),
            EventTime = Time(5),
            Size = 0,
            Attempts = 0,
            EventName = Text(10) ?? "",
            ActionSource = Text(11) ?? "",
            Reason = Text(12),
            Note = Text(15),
            KeyId = 0,
            Body = [],
        };

        long Number(int column, long most) => !row.IsDBNull(column) && row.GetInt64(column) is var number && number >= 0 && number <= most ? number : 0;
        DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Number(column, OutboxStatements.LatestTime));
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }
}
