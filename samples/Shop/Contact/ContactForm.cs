using Shop.Orders;

namespace Shop.Contact;

/// <summary>A question to the shop: the lead form as the visitor left it.</summary>
public sealed record ContactForm(string FirstName, string LastName, string Email, string Phone, string Message)
{
    private const int MaxFieldLength = 200;
    private const int MaxMessageLength = 4000;

    public static readonly ContactForm Blank = new("", "", "", "", "");

    public bool IsValid =>
        BuyerRules.IsEmail(Email)
        && Message.Length is > 0 and <= MaxMessageLength
        && new[] { FirstName, LastName, Email, Phone }.All(text => text.Length <= MaxFieldLength);

    public static ContactForm Read(IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new(Field("first_name"), Field("last_name"), Field("email"), Field("phone"), Field("message"));

        string Field(string name) => form[name].ToString().Trim();
    }
}
