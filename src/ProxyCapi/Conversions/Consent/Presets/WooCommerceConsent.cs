namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>Meta's own plug-in for WooCommerce: <c>wc_facebook_signals_state</c> is <c>held</c> until the visitor says yes, then <c>active</c>.</summary>
/// <remarks>https://github.com/facebook/facebook-for-woocommerce (includes/Signals.php).</remarks>
internal sealed class WooCommerceConsent : IConsentSource
{
    public string Tag => "woocommerce";

    public ConsentState Read(ConsentRequest request) =>
        request.Strictest(value => value switch { "active" => ConsentState.Granted, "held" => ConsentState.Denied, _ => ConsentState.Unknown }, "wc_facebook_signals_state");
}
