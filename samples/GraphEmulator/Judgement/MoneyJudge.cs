using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>Judges <c>value</c> and <c>currency</c>: a Purchase has both, and no value goes without its currency.</summary>
internal static class MoneyJudge
{
    public static void Judge(JsonElement customData, bool isPurchase, EventFindings findings)
    {
        var value = customData.Member("value");
        JudgeValue(value, isPurchase, findings);
        JudgeCurrency(customData.Member("currency"), isPurchase, !value.IsAbsent(), findings);
    }

    private static void JudgeValue(JsonElement value, bool isPurchase, EventFindings findings)
    {
        if (value.IsAbsent() ? isPurchase : !value.IsNumber())
        {
            findings.Refuse("value", "It is a number, without quotes; a Purchase needs one.", isPurchase ? Subcodes.PurchaseValue : null);
        }
        else if (value.IsNumber() && value.GetDouble() < 0)
        {
            findings.Refuse("value", "It is below zero.");
        }
    }

    private static void JudgeCurrency(JsonElement currency, bool isPurchase, bool hasValue, EventFindings findings)
    {
        var subcode = isPurchase ? Subcodes.PurchaseCurrency : hasValue ? Subcodes.ValueCurrency : default(int?);
        if (currency.IsAbsent())
        {
            if (isPurchase || hasValue)
            {
                findings.Refuse("currency", "It is required with a value, and for every Purchase.", subcode);
            }
        }
        else if (currency.Text() is not { } code || !Currencies.Contains(code))
        {
            findings.Refuse("currency", "It is a code of ISO 4217, three letters.", subcode);
        }
        else if (code.Any(char.IsAsciiLetterLower))
        {
            findings.Warn("currency", "in lower case; upper case is the documented form.");
        }
    }
}
