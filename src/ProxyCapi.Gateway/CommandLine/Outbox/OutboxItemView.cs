using System.Text.Json.Serialization;
using ProxyCapi.Delivery;
using ProxyCapi.Storage;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary>A row as lists show it, and as scripts read it.</summary>
internal sealed record OutboxItemView
{
    public required long Id { get; init; }

    public required string Event { get; init; }

    /// <summary><see langword="null"/> if the body cannot be opened.</summary>
    public required string? EventId { get; init; }

    public required string Pixel { get; init; }

    public required Lane Lane { get; init; }

    public required ItemState State { get; init; }

    public required bool InDoubt { get; init; }

    public required DateTimeOffset EventTime { get; init; }

    /// <summary>When it may be sent next; only while it waits.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When its last request left; only while it is on its way.</summary>
    public DateTimeOffset? PostingSince { get; init; }

    /// <summary>When it was accepted or given up.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public required int Attempts { get; init; }

    public required string? Reason { get; init; }

    public required int? Code { get; init; }

    public required int? Subcode { get; init; }

    /// <summary>What Meta said last.</summary>
    public required string? Note { get; init; }

    public static OutboxItemView Of(ArchivedItem item)
    {
        var row = item.Row;
        return new OutboxItemView
        {
            Id = row.Id,
            Event = row.EventName,
            EventId = item.EventId,
            Pixel = row.Pixel,
            Lane = row.Lane,
            State = row.State,
            InDoubt = row.DoubtSince is not null,
            EventTime = row.EventTime,
            DueAt = row.State == ItemState.Waiting ? row.Due : null,
            PostingSince = row.State == ItemState.Posting ? row.Due : null,
            EndedAt = row.State is ItemState.Dead or ItemState.Accepted ? row.Due : null,
            Attempts = row.Attempts,
            Reason = row.Reason,
            Code = row.Code,
            Subcode = row.Subcode,
            Note = row.Note,
        };
    }

    /// <summary>The state in words.</summary>
    [JsonIgnore]
    public string StateText => State switch
    {
        ItemState.Waiting when InDoubt => "in doubt",
        ItemState.Waiting => "waiting",
        ItemState.Posting => "posting",
        ItemState.Accepted => "accepted",
        _ => "dead",
    };

    /// <summary>Meta's code and subcode: <c>100/2804050</c>.</summary>
    [JsonIgnore]
    public string CodeText => (Code, Subcode) switch
    {
        (null, _) => "",
        ({ } code, null) => $"{code}",
        ({ } code, { } subcode) => $"{code}/{subcode}",
    };
}
