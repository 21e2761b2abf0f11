using Microsoft.Extensions.Options;

namespace Shop;

internal sealed class ShopOptionsValidator : IValidateOptions<ShopOptions>
{
    private const int MaxDigits = 20;

    public ValidateOptionsResult Validate(string? name, ShopOptions options) =>
        options.Pixel.Id is { Length: > 0 and <= MaxDigits } id && id.All(char.IsAsciiDigit)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Shop:Pixel:Id has to be the pixel's number, 1 to {MaxDigits} digits.");
}
