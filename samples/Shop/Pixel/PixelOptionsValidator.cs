using Microsoft.Extensions.Options;

namespace Shop.Pixel;

internal sealed class PixelOptionsValidator : IValidateOptions<PixelOptions>
{
    private const int MaxDigits = 20;

    public ValidateOptionsResult Validate(string? name, PixelOptions options) =>
        options.Id is { Length: > 0 and <= MaxDigits } id && id.All(char.IsAsciiDigit)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{PixelOptions.Section}:Id has to be the pixel's number, 1 to {MaxDigits} digits.");
}
