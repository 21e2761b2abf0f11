using Shop.Locales;

namespace Shop.Orders;

/// <summary>The checkout form as the visitor left it, and what is wrong with it.</summary>
public sealed record CheckoutForm
{
    private const string Prefix = "billing_";

    public required Buyer Buyer { get; init; }

    public required string PaymentMethod { get; init; }

    /// <summary>By the field's name in the form.</summary>
    public IReadOnlyDictionary<string, LocalizedText> Errors { get; private init; } = new Dictionary<string, LocalizedText>();

    public static CheckoutForm Blank(ShopLocale locale)
    {
        ArgumentNullException.ThrowIfNull(locale);
        return new() { Buyer = new Buyer { Country = locale.Country }, PaymentMethod = PaymentMethods.All[0].Code };
    }

    public static CheckoutForm Read(IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new CheckoutForm
        {
            Buyer = new Buyer
            {
                Email = Field("email"),
                Phone = Field("phone"),
                FirstName = Field("first_name"),
                LastName = Field("last_name"),
                Street = Field("address_1"),
                City = Field("city"),
                Postcode = Field("postcode"),
                State = Field("state"),
                Country = Field("country"),
            },
            PaymentMethod = form["payment_method"].ToString(),
        }.Check();

        string Field(string name) => form[Prefix + name].ToString();
    }

    private CheckoutForm Check()
    {
        var errors = BuyerRules.Check(Buyer).ToDictionary(error => Prefix + error.Key, error => error.Value);
        if (!PaymentMethods.Contains(PaymentMethod))
            errors["payment_method"] = new("Please choose how to pay.", "Bitte eine Zahlungsart wählen.");
        return this with { Errors = errors };
    }
}
