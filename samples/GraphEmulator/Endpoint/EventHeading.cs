using System.Runtime.InteropServices;
using System.Text.Json;
using GraphEmulator.Journal;
using GraphEmulator.Judgement;

namespace GraphEmulator.Endpoint;

/// <summary>Reads who the events of a request are, before and apart from any judgement.</summary>
internal static class EventHeading
{
    /// <summary>The ids of the events that have one.</summary>
    public static IReadOnlyList<string> ReadIds(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var ids = new List<string>(data.GetArrayLength());
        foreach (var item in data.EnumerateArray())
        {
            if (Read(item.Member("event_id")) is { } id)
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    /// <summary>The first events of an accepted request, copied out of its buffer as one block: a full journal then is some thousand objects, not a million.</summary>
    public static IncomingEvent[] Copy(JsonElement data, int count)
    {
        var raw = JsonMarshal.GetRawUtf8Value(data);
        var block = raw.ToArray();
        var events = new IncomingEvent[count];
        var i = 0;
        foreach (var item in data.EnumerateArray())
        {
            if (i == count)
            {
                break;
            }

            var json = JsonMarshal.GetRawUtf8Value(item);
            raw.Overlaps(json, out var offset);
            events[i++] = new(item.Member("event_name").GetString()!, Read(item.Member("event_id")), block.AsMemory(offset, json.Length));
        }

        return events;
    }

    private static string? Read(JsonElement id)
    {
        try
        {
            return id.ValueKind == JsonValueKind.String && !id.ValueEquals(""u8) ? id.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: the judge refuses the request for it.
            return null;
        }
    }
}
