using System.Net;
using ProxyCapi.Cookies;

namespace ProxyCapi.Tests.Cookies;

public sealed class CookiePrivacyTests
{
    [Theory]
    [InlineData("CDN-Cache-Control", "max-age=60", false)]
    [InlineData("CDN-Cache-Control", "no-store", true)]
    [InlineData("Surrogate-Control", "max-age=60, content=\"ESI/1.0\"", false)]
    [InlineData("X-Accel-Expires", "60", false)]
    [InlineData("X-Accel-Expires", "@1800000000", false)]
    [InlineData("X-Accel-Expires", "0", true)]
    [InlineData("X-Other", "60", true)]
    public void IsPrivate_FieldForOneCacheAlone_CountsOverCacheControl(string name, string value, bool expected)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        response.Headers.TryAddWithoutValidation("Cache-Control", "private");
        response.Headers.TryAddWithoutValidation(name, value);

        Assert.Equal(expected, CookiePrivacy.IsPrivate(response));
    }

    [Theory]
    [InlineData("POST", null, true)]
    [InlineData("POST", "Thu, 01 Jan 2099 00:00:00 GMT", false)]
    [InlineData("GET", null, false)]
    public void IsPrivate_WithoutCacheControl_DependsOnMethodAndExpires(string method, string? expires, bool expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://shop.example/");
        using var response = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent([]) };
        if (expires is not null)
        {
            response.Content.Headers.TryAddWithoutValidation("Expires", expires);
        }

        Assert.Equal(expected, CookiePrivacy.IsPrivate(response));
    }
}
