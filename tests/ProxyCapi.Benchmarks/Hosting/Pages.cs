using System.IO.Compression;
using System.Text;

namespace ProxyCapi.Benchmarks.Hosting;

/// <summary>The bodies that the origin serves: an order page of a given size, and the same compressed.</summary>
internal static class Pages
{
    public static readonly byte[] Small = Encoding.UTF8.GetBytes("""{"status":"ok","items":[1,2,3]}""");
    public static readonly byte[] Html30 = Html(30);
    public static readonly byte[] Html150 = Html(150);
    public static readonly byte[] Gzip30 = Gzip(Html30);
    public static readonly byte[] Gzip150 = Gzip(Html150);
    public static readonly byte[] OrderRequest = Encoding.UTF8.GetBytes("""{"email":"ada@example.com","cart":"c-1"}""");
    public static readonly byte[] OrderAnswer = Encoding.UTF8.GetBytes(
        """{"ok":true,"order":{"number":"PC-1","total":{"amount":6450,"currency":"EUR"},"lines":[{"sku":"BELL","qty":1,"price":1450}]}}""");

    private static byte[] Html(int kilobytes)
    {
        var page = new StringBuilder("<!doctype html><html lang=en><head><meta charset=utf-8><title>Thank you</title></head><body>");
        for (var i = 0; page.Length < (kilobytes * 1024) - 300; i++)
        {
            page.Append("<li class=\"product post-").Append(i * 7919 % 10007).Append("\"><a href=\"/p/").Append(i)
                .Append("\"><span class=name>Oak shelf ").Append(i * 31 % 977).Append("</span><bdi>").Append(i % 90).Append(".90</bdi></a></li>\n");
        }

        page.Append("<p class=order-ref>Order <b>PC-1</b></p><p class=sum><span class=amount>64.50</span></p>")
            .Append("<table><tr class=item data-sku=BELL><td class=q>1</td></tr></table></body></html>");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
        {
            gzip.Write(plain);
        }

        return buffer.ToArray();
    }
}
