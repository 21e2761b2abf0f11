using System.Globalization;
using System.Text;
using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Hosting;

/// <summary>The confirmation page of an order: 5 to 30 KB, the same each time it is asked for.</summary>
internal static class ConfirmationPage
{
    private const int Smallest = 5 * 1024;
    private const int Span = 25 * 1024;

    /// <summary>The page as bytes.</summary>
    public static byte[] Of(int index)
    {
        var length = Smallest + (index * 7919L % Span);
        var page = new StringBuilder("<!doctype html><html lang=en><head><meta charset=utf-8><title>Thank you</title></head><body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=order-number>Order {Order.NumberOf(index)}</p>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=order-email>buyer{index}@example.com</p>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>Total <bdi class=order-total>{Order.ValueOf(index):F2} EUR</bdi></p>\n<ul>");
        for (var item = 0; page.Length < length; item++)
        {
            page.Append(CultureInfo.InvariantCulture, $"<li class=product><a href=\"/p/{item}\"><span>Oak shelf {item * 31 % 977}</span><bdi>{item % 90}.90</bdi></a></li>\n");
        }

        return Encoding.UTF8.GetBytes(page.Append("</ul></body></html>\n").ToString());
    }
}
