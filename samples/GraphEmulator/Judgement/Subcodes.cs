namespace GraphEmulator.Judgement;

/// <summary>Subcodes of code 100 whose meaning is public (meta-capi.md section 8.2).</summary>
internal static class Subcodes
{
    public const int ClickId = 2804001;
    public const int TooOld = 2804003;
    public const int Future = 2804004;
    public const int PurchaseValue = 2804009;
    public const int PurchaseCurrency = 2804010;
    public const int NotHashed = 2804016;
    public const int ValueCurrency = 2804023;
    public const int ExtendedInfo = 2804043;
    public const int WeakUserData = 2804050;
    public const int MessagingChannel = 2804063;
}
