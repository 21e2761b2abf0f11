using Microsoft.AspNetCore.Http;

namespace ProxyCapi.Capture;

/// <summary>The methods by which a shopper's browser does something: what is answered to them may be an order.</summary>
internal static class ActingMethods
{
    /// <summary>POST, and what shop APIs use in its place (Sylius completes an order with PATCH).</summary>
    public static bool Contains(string method) => HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method);
}
