using System.ComponentModel;
using System.Globalization;

namespace ProxyCapi.Configuration;

/// <summary>Lets the configuration binder read a plain text as a <see cref="RuleField"/>.</summary>
internal sealed class RuleFieldConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? RuleField.FromString(text) : base.ConvertFrom(context, culture, value);
}
