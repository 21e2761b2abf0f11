namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>One recognised shape of an API's answer. Stateless.</summary>
internal interface IBodyShape
{
    /// <summary>Reads the answer; <see langword="true"/> if it is of this shape, whatever it proves: then no other shape is asked.</summary>
    bool Read(JsonBody body, Findings findings);
}
