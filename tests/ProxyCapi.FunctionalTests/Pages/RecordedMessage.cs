using System.Text;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>The start line, the header fields and the body of one recorded message.</summary>
internal sealed record RecordedMessage(string StartLine, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string? Header(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();

    public static RecordedMessage Read(string folder, string head, string body)
    {
        var lines = File.ReadAllText(Path.Combine(folder, head), Encoding.Latin1).Split("\r\n");
        var bodyFile = Path.Combine(folder, body);
        return new RecordedMessage(lines[0], [.. lines.Skip(1).TakeWhile(line => line.Length > 0).Select(Field)], File.Exists(bodyFile) ? File.ReadAllBytes(bodyFile) : []);
    }

    public static KeyValuePair<string, string> Field(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return new(line[..colon], line[(colon + 1)..].Trim());
    }
}
