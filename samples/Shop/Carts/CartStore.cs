namespace Shop.Carts;

/// <summary>The carts of all visitors, by the token in their session cookie.</summary>
internal sealed class CartStore
{
    private const int Capacity = 50_000;

    private readonly BoundedStore<Cart> _carts = new(Capacity);

    public Cart Get(string token) => _carts.TryGet(token, out var cart) ? cart : Cart.Empty;

    public void Update(string token, Func<Cart, Cart> change) => _carts.Update(token, Cart.Empty, change);
}
