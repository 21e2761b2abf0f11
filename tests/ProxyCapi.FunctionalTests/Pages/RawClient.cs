using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>Sends a recorded request byte for byte, and reads the answer as it is on the wire.</summary>
internal static class RawClient
{
    public static async Task<RecordedMessage> SendAsync(Uri address, RecordedMessage request, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port, cancellationToken);
        await using var stream = new NetworkStream(socket);
        var head = new StringBuilder(request.StartLine).Append("\r\n");
        foreach (var (name, value) in request.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), cancellationToken);
        await stream.WriteAsync(request.Body, cancellationToken);
        return await ReadAsync(stream, cancellationToken);
    }

    private static async Task<RecordedMessage> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        for (string line; (line = await ReadLineAsync(stream, cancellationToken)).Length > 0;)
        {
            lines.Add(line);
        }

        var message = new RecordedMessage(lines[0], [.. lines.Skip(1).Select(RecordedMessage.Field)], []);
        if (message.Header("Transfer-Encoding") is not null)
        {
            return message with { Body = await ReadChunksAsync(stream, cancellationToken) };
        }

        var body = new byte[int.Parse(message.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return message with { Body = body };
    }

    private static async Task<byte[]> ReadChunksAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (int.Parse(await ReadLineAsync(stream, cancellationToken), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var length and > 0)
        {
            var chunk = new byte[length];
            await stream.ReadExactlyAsync(chunk, cancellationToken);
            body.Write(chunk);
            await ReadLineAsync(stream, cancellationToken);
        }

        return body.ToArray();
    }

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            if (one[0] == '\n')
            {
                return line.ToString();
            }

            if (one[0] != '\r')
            {
                line.Append((char)one[0]);
            }
        }
    }
}
