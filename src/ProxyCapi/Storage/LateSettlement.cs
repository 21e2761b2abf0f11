using Microsoft.Data.Sqlite;

namespace ProxyCapi.Storage;

/// <summary>
/// What has become of a row while it lay in a database that was set aside: without it the row would come back as it was when it went, and be sent
/// a second time.
/// </summary>
/// <param name="Item">The row's id.</param>
/// <param name="Noted">When it was noted.</param>
/// <param name="State">Where the row stands: <see cref="ItemState.Waiting"/>, <see cref="ItemState.Dead"/> or <see cref="ItemState.Accepted"/>.</param>
/// <param name="Due">Not before; ended at: by <paramref name="State"/>.</param>
internal sealed record LateSettlement(long Item, DateTimeOffset Noted, ItemState State, DateTimeOffset Due)
{
    /// <summary>What <see cref="Of"/> reads, in its order.</summary>
    public const string Columns = "item, noted, state, due, doubt_since, reason, code, subcode, note";

    /// <summary>Set if the outcome of the request with it is unknown.</summary>
    public DateTimeOffset? DoubtSince { get; init; }

    /// <summary>Why it is dead.</summary>
    public string? Reason { get; init; }

    public int? Code { get; init; }

    public int? Subcode { get; init; }

    /// <summary>What Meta said last.</summary>
    public string? Note { get; init; }

    /// <summary>Reads the row that a reader stands on.</summary>
    public static LateSettlement Of(SqliteDataReader row) => new(
        row.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), (ItemState)row.GetInt32(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)))
    {
        DoubtSince = row.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        Reason = row.IsDBNull(5) ? null : row.GetString(5),
        Code = row.IsDBNull(6) ? null : row.GetInt32(6),
        Subcode = row.IsDBNull(7) ? null : row.GetInt32(7),
        Note = row.IsDBNull(8) ? null : row.GetString(8),
    };

    /// <summary>The row as it stands now. A row that had ended there stays as it was.</summary>
    public SealedRow ApplyTo(SealedRow row) => row.State is ItemState.Dead or ItemState.Accepted
        ? row
        : row with
        {
            State = State,
            Due = Due,
            DoubtSince = row.DoubtSince ?? (DoubtSince is not null && row.State == ItemState.Posting ? row.Due : DoubtSince),
            Reason = Reason,
            Code = Code,
            Subcode = Subcode,
            Note = Note ?? row.Note,
        };
}
