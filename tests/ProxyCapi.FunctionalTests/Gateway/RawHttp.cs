using System.Net.Sockets;
using System.Text;

namespace ProxyCapi.FunctionalTests.Gateway;

/// <summary>Requests that no well-behaved client sends.</summary>
internal static class RawHttp
{
    /// <summary>Sends bytes (as Latin-1) and returns everything that comes back before the connection closes.</summary>
    public static async Task<string> SendAsync(Uri server, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public static string Get(string target, string host, string moreHeaders = "") =>
        $"GET {target} HTTP/1.1\r\nHost: {host}\r\n{moreHeaders}Connection: close\r\n\r\n";
}
