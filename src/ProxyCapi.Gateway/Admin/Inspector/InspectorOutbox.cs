using Microsoft.Data.Sqlite;
using ProxyCapi.Configuration;
using ProxyCapi.Configuration.Validation;
using ProxyCapi.Diagnostics.Books;
using ProxyCapi.Gateway.CommandLine.Outbox;
using ProxyCapi.Storage;

namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>What the inspector shows of the outbox and changes in it: the same code as the command line's, in the same file.</summary>
internal sealed class InspectorOutbox(StoreFolder folder, SqliteSettings settings, BooksFile books, ActiveRuleSet rules, TimeProvider time)
{
    private const int MostShown = 200;

    private OutboxFiles Files => new(folder, settings, rules.Current.Options.Delivery.EncryptionKeys);

    /// <summary>Dead letters and what waits, and how the files are.</summary>
    public object Show() => Ask<object>(archive =>
    {
        var overview = archive.Overview();
        return new
        {
            overview.DatabaseBytes,
            overview.FreeBytes,
            overview.SetAside,
            Lanes = overview.Lanes.Select(lane => new { lane.Pixel, lane.Lane, lane.Waiting, lane.Posting, lane.InDoubt, Dead = lane.Dead, lane.Bytes, OldestEventTime = lane.OldestEvent }),
            Dead = archive.List(new OutboxQuery([ItemState.Dead], null, null, MostShown)).Select(View),
            Waiting = archive.List(new OutboxQuery([ItemState.Waiting, ItemState.Posting], null, null, MostShown)).Select(View),
        };
    }) ?? new { Lanes = Array.Empty<object>(), Dead = Array.Empty<object>(), Waiting = Array.Empty<object>() };

    /// <summary>What the outbox, or its memory of what has left it, knows of an order or event.</summary>
    public object? Find(string text) => Ask<object>(archive =>
    {
        var (found, isComplete) = archive.FindCalled(text);
        var current = rules.Current;
        string[] names = [.. EventNames(current)];
        var left = found.Count > 0 ? [] : archive.FindSeen(text, current.Pixels.Keys, names);
        return new
        {
            Items = found.Select(item => new { Item = View(item), item.OrderId, Payload = item.Opened is { } opened ? PayloadMask.Apply(opened.Item.Payload) : null }),
            Left = left.Select(seen => new { Event = seen.EventName, seen.Pixel, RememberedUntil = seen.Expires, Warning = seen.Note }),
            IsComplete = isComplete,
        };
    });

    /// <summary>Has dead letters sent again, and writes down that an operator did so.</summary>
    /// <param name="ids">The rows; <see langword="null"/>: all dead letters.</param>
    /// <param name="isForced">Whether the operator insists.</param>
    public ReplayResult Replay(IReadOnlyList<long>? ids, bool isForced)
    {
        using var administration = new OutboxAdministration(Files, time);
        var wanted = ids ?? administration.DeadLetters();
        using var audit = new AuditFile(folder, "inspector", time);
        var result = administration.Replay(wanted, isForced);
        audit.Write($"action=replay requested={wanted.Count} replayed={result.Replayed.Count} refused={result.Refused.Count} force={(isForced ? "yes" : "no")}");
        return result;
    }

    /// <summary>What was counted since a time.</summary>
    public IReadOnlyList<(DateTimeOffset Hour, BookLine Line)> Books(DateTimeOffset since)
    {
        try
        {
            return books.Read(since);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            // Damaged, or not there yet: what writes it sees to that, and the rest of the page is worth seeing.
            return [];
        }
    }

    private T? Ask<T>(Func<OutboxArchive, T> ask)
        where T : class
    {
        try
        {
            using var archive = new OutboxArchive(Files);
            return ask(archive);
        }
        catch (Exception exception) when (exception is OutboxAccessException or SqliteException or IOException or UnauthorizedAccessException || SealedRow.IsNoRow(exception))
        {
            // No file yet, or none that can be read: health says what is wrong.
            return null;
        }
    }

    private static object View(ArchivedItem item)
    {
        var view = OutboxItemView.Of(item);
        return new
        {
            view.Id,
            view.Event,
            view.EventId,
            item.OrderId,
            view.Pixel,
            view.Lane,
            State = view.StateText,
            view.EventTime,
            view.DueAt,
            view.EndedAt,
            view.Attempts,
            view.Reason,
            Code = view.CodeText,
            view.Note,
        };
    }

    private static IEnumerable<string> EventNames(RuleSet current) =>
        MetaVocabulary.StandardEvents.Concat(current.Options.Rules.Values.Select(rule => rule.Event).OfType<string>()).Distinct(StringComparer.Ordinal);
}
