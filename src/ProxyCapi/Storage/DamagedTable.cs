using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace ProxyCapi.Storage;

/// <summary>Reads a database of which parts cannot be read: row by row in the order of the ids, around what is damaged.</summary>
/// <remarks>Throws <see cref="SqliteException"/> where the database cannot be read for a moment (<see cref="StoreTroubles.IsMomentary"/>).</remarks>
internal sealed class DamagedTable(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _next = Prepare(connection, $"SELECT {SealedRow.Columns}, seen_key FROM item NOT INDEXED WHERE id >= $from ORDER BY id LIMIT 1");

    /// <summary>Every row behind an id that can be read, with its key.</summary>
    /// <param name="after">The id; <see langword="null"/> for all rows.</param>
    public IEnumerable<(SealedRow Row, byte[] SeenKey)> Rows(long? after = null)
    {
        var from = after is { } last ? last + 1 : long.MinValue;
        while (TryFind(from, out var found))
        {
            if (found is null)
            {
                yield break;
            }

            yield return found.Value;
            // A damaged page may give any id: the way is always forward.
            from = Math.Max(from, found.Value.Row.Id) + 1;
        }
    }

    /// <summary>Every dedupe key that can be read before the first damage.</summary>
    public IEnumerable<(byte[] Key, DateTimeOffset Expires, long Item)> Seen() => Read(
        "SELECT key, expires, item FROM seen",
        rows => (rows.GetFieldValue<byte[]>(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)), rows.GetInt64(2)));

    /// <summary>What was noted there of rows of databases that had been set aside before.</summary>
    public IEnumerable<LateSettlement> Late() => Read($"SELECT {LateSettlement.Columns} FROM late", LateSettlement.Of);

    /// <summary>How far those had been brought back.</summary>
    public IEnumerable<(string Folder, long Through)> BroughtBack() => Read("SELECT folder, through FROM salvage", rows => (rows.GetString(0), rows.GetInt64(1)));

    public void Dispose() => _next.Dispose();

    /// <summary>The first row at or behind <paramref name="from"/>, jumping over damage.</summary>
    /// <returns><see langword="false"/> if nothing behind it can be read.</returns>
    private bool TryFind(long from, out (SealedRow Row, byte[] SeenKey)? found)
    {
        if (TryAsk(from, out found))
        {
            return true;
        }

        // Damage: further on in growing jumps until a place can be read, then back to the first such place.
        long unreadable = from, step = 1;
        while (unreadable <= long.MaxValue - step)
        {
            var place = Math.Max(unreadable, 0) + step;
            if (TryAsk(place, out found))
            {
                return TryGoBack(unreadable, place, ref found);
            }

            unreadable = place;
            step = step > long.MaxValue / 4 ? long.MaxValue / 4 : step * 2;
        }

        return false;
    }

    private bool TryGoBack(long unreadable, long readable, ref (SealedRow Row, byte[] SeenKey)? found)
    {
        while (readable - unreadable > 1)
        {
            var middle = unreadable + ((readable - unreadable) / 2);
            if (TryAsk(middle, out var nearer))
            {
                (readable, found) = (middle, nearer);
            }
            else
            {
                unreadable = middle;
            }
        }

        return true;
    }

    private bool TryAsk(long from, out (SealedRow Row, byte[] SeenKey)? found)
    {
        found = null;
        try
        {
            _next.Parameters["$from"].Value = from;
            using var rows = _next.ExecuteReader();
            if (rows.Read())
            {
                found = (SealedRow.Of(rows), rows.GetFieldValue<byte[]>(18));
            }

            return true;
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return false;
        }
    }

    /// <summary>What can be read of a small table before the first damage.</summary>
    private IEnumerable<T> Read<T>(string sql, Func<SqliteDataReader, T> convert)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        SqliteDataReader? rows = null;
        try
        {
            while (TryRead(command, convert, ref rows, out var row))
            {
                yield return row;
            }
        }
        finally
        {
            rows?.Dispose();
        }
    }

    private static bool TryRead<T>(SqliteCommand command, Func<SqliteDataReader, T> convert, ref SqliteDataReader? rows, [MaybeNullWhen(false)] out T row)
    {
        row = default;
        try
        {
            rows ??= command.ExecuteReader();
            if (!rows.Read())
            {
                return false;
            }

            row = convert(rows);
            return true;
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return false;
        }
    }

    // The page cannot be read, or what stands on it is no row of ours. What another program's lock hides is not lost.
    private static bool IsDamage(Exception exception) =>
        exception is SqliteException ? !StoreTroubles.IsMomentary(exception) : SealedRow.IsNoRow(exception);

    private static SqliteCommand Prepare(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$from", 0L);
        return command;
    }
}
