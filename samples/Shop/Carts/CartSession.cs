using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Shop.Carts;

/// <summary>The cart of the visitor whose request this is, found by a session cookie that the first change sets.</summary>
internal sealed class CartSession(IHttpContextAccessor accessor, CartStore store)
{
    private const string CookieName = "shop_session";
    private const int TokenBytes = 16;

    private readonly HttpContext _context = accessor.HttpContext ?? throw new InvalidOperationException("A cart belongs to a request.");
    private string? _token;

    public Cart Cart => TryGetToken(out var token) ? store.Get(token) : Cart.Empty;

    public void Update(Func<Cart, Cart> change)
    {
        if (!TryGetToken(out var token))
            token = StartSession();
        store.Update(token, change);
    }

    private bool TryGetToken([NotNullWhen(true)] out string? token)
    {
        token = _token ?? _context.Request.Cookies[CookieName];
        return token is { Length: TokenBytes * 2 };
    }

    private string StartSession()
    {
        _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        _context.Response.Cookies.Append(CookieName, _token, new CookieOptions
        {
            Path = "/",
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = _context.Request.IsHttps,
        });
        return _token;
    }
}
