using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>A site that answers every request with the recorded answer in force, byte for byte, without a header field of its own.</summary>
internal sealed class ReplayOrigin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile RecordedMessage? _answer;

    public ReplayOrigin()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}";

    public void AnswerWith(RecordedMessage answer) => _answer = answer;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                // One request a connection: the answer may change between two.
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                await ReadRequestAsync(stream);
                await WriteAnswerAsync(stream, _answer!);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
            if (!_stop.IsCancellationRequested)
            {
                throw;
            }
        }
    }

    private async Task ReadRequestAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, _stop.Token);
            head.Append((char)one[0]);
        }

        var length = head.ToString().Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line[15..], CultureInfo.InvariantCulture)).FirstOrDefault();
        await stream.ReadExactlyAsync(new byte[length], _stop.Token);
    }

    private async Task WriteAnswerAsync(Stream stream, RecordedMessage answer)
    {
        var head = new StringBuilder(answer.StartLine).Append("\r\n");
        foreach (var (name, value) in answer.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("Connection: close\r\n\r\n").ToString()), _stop.Token);
        await stream.WriteAsync(answer.Body, _stop.Token);
    }
}
