using Microsoft.Extensions.Configuration;
using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Configuration;

public class OptionsBindingTests
{
    private const string Example = """
        {
          "Gateway": { "Origin": "http://localhost:5080" },
          "ProxyCapi": {
            "Mode": "Live",
            "DataDirectory": "data",
            "Pixels": {
              "main": {
                "Id": "1234567890",
                "AccessToken": "EAAsecretToken123",
                "AppSecret": null, "TestEventCode": null,
                "Hosts": ["shop.example", "*.shop.example"]
              }
            },
            "Graph": { "BaseAddress": "https://graph.facebook.com", "Version": "v26.0" },
            "Discovery": { "Enabled": true, "Events": ["Purchase", "Lead", "InitiateCheckout", "AddToCart", "ViewContent"] },
            "Rules": {
              "purchase": {
                "Event": "Purchase",
                "Match": { "Path": "/checkout/order-received/{order_id}", "Methods": ["GET"], "Hosts": [], "Query": { "key": "*" },
                           "Status": ["200"], "ContentTypes": ["text/html"] },
                "Unless": ["css:.order-failed"],
                "EventId": "purchase-{order_id}",
                "CustomData": { "order_id": "{route:order_id}", "value": "{css:.order-total bdi|money}", "currency": "EUR",
                                "contents": { "Each": "css:tr.item", "id": "{css:@data-sku}", "quantity": "{css:.qty|number}" } },
                "UserData": { "em": "{form:billing_email ?? css:.email}" }
              }
            },
            "Consent": { }, "Identity": { }, "Journeys": { }, "Delivery": { }, "Capture": { }, "Admin": { "Url": "http://127.0.0.1:8081" }
          }
        }
        """;

    [Fact]
    public void Compile_ExampleOfTheDesign_IsGood() => Assert.Empty(TestConfiguration.Failures(TestConfiguration.Json(Example)));

    [Fact]
    public void Bind_ExampleOfTheDesign_PutsEveryValueInItsPlace()
    {
        var options = TestConfiguration.Bind(TestConfiguration.Json(Example));

        var pixel = Assert.Single(options.Pixels).Value;
        Assert.Equal(("1234567890", TestConfiguration.Token, null, null), (pixel.Id, pixel.AccessToken, pixel.AppSecret, pixel.TestEventCode));
        Assert.Equal(["shop.example", "*.shop.example"], pixel.Hosts);
        Assert.Equal((ProxyCapiMode.Live, "data"), (options.Mode, options.DataDirectory));
        Assert.Equal(("https://graph.facebook.com", "v26.0"), (options.Graph.BaseAddress, options.Graph.Version));
        Assert.True(options.Discovery.Enabled);
        Assert.Equal(["Purchase", "Lead", "InitiateCheckout", "AddToCart", "ViewContent"], options.Discovery.Events);
        Assert.Equal("http://127.0.0.1:8081", options.Admin.Url);
        var rule = Assert.Single(options.Rules).Value;
        Assert.Equal(("Purchase", "purchase-{order_id}", "website"), (rule.Event, rule.EventId, rule.ActionSource));
        Assert.Equal("/checkout/order-received/{order_id}", rule.Match.Path);
        Assert.Equal(["GET"], rule.Match.Methods);
        Assert.Empty(rule.Match.Hosts);
        Assert.Equal("*", rule.Match.Query["key"]);
        Assert.Equal(["200"], rule.Match.Status);
        Assert.Equal(["text/html"], rule.Match.ContentTypes);
        Assert.Equal(["css:.order-failed"], rule.Unless);
        Assert.Empty(rule.When);
        Assert.Equal("{form:billing_email ?? css:.email}", rule.UserData["em"]);
        Assert.Equal("{route:order_id}", rule.CustomData["order_id"].Value);
        Assert.Equal("{css:.order-total bdi|money}", rule.CustomData["value"].Value);
        Assert.Equal("EUR", rule.CustomData["currency"].Value);
        var contents = rule.CustomData["contents"];
        Assert.Null(contents.Value);
        Assert.Equal("css:tr.item", contents.Each);
        Assert.Equal(new Dictionary<string, string> { ["id"] = "{css:@data-sku}", ["quantity"] = "{css:.qty|number}" }, contents.Fields);
    }

    [Fact]
    public void Bind_OtherScalars_AreConverted()
    {
        var options = TestConfiguration.Bind(TestConfiguration.GoodWith(
            ("Mode", "shadow"), ("Graph:Timeout", "00:00:10"), ("Delivery:InDoubt", "Hold"), ("Delivery:BatchSize", "7"), ("Delivery:MaxQueueBytes", "4294967296"),
            ("Delivery:DedupeWindow", "10.00:00:00"), ("Discovery:Enabled", "False"), ("Rules:r:Enabled", "false"), ("Rules:r:Enrich", "TRUE")));

        Assert.Equal((ProxyCapiMode.Shadow, InDoubtPolicy.Hold), (options.Mode, options.Delivery.InDoubt));
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromDays(10)), (options.Graph.Timeout, options.Delivery.DedupeWindow));
        Assert.Equal((7, 4294967296), (options.Delivery.BatchSize, options.Delivery.MaxQueueBytes));
        Assert.Equal((false, false, true), (options.Discovery.Enabled, options.Rules["r"].Enabled, options.Rules["r"].Enrich));
    }

    [Fact]
    public void Bind_EnvironmentVariables_OverrideSingleValues()
    {
        // Read from the process, as a host would; the prefix keeps the test's variables from any other test.
        var prefix = $"T{Environment.ProcessId}_{nameof(Bind_EnvironmentVariables_OverrideSingleValues)}_";
        var written = new Dictionary<string, string>
        {
            ["ProxyCapi__Pixels__main__AccessToken"] = "fromEnvironment",
            ["PROXYCAPI__RULES__PURCHASE__CUSTOMDATA__CURRENCY"] = "USD",
            ["ProxyCapi__Rules__purchase__Match__Hosts"] = "shop.example",
            ["ProxyCapi__Rules__purchase__Match__Methods__0"] = "POST",
        };
        foreach (var (key, value) in written)
        {
            Environment.SetEnvironmentVariable(prefix + key, value);
        }

        try
        {
            var configuration = new ConfigurationBuilder().AddConfiguration(TestConfiguration.Json(Example)).AddEnvironmentVariables(prefix).Build();
            var result = TestConfiguration.Compile(configuration);

            Assert.Empty(result.Failures);
            var options = result.RuleSet!.Options;
            Assert.Equal("fromEnvironment", options.Pixels["main"].AccessToken);
            Assert.Equal("1234567890", options.Pixels["main"].Id);
            Assert.Equal("USD", options.Rules["purchase"].CustomData["currency"].Value);
            Assert.Equal(["shop.example"], options.Rules["purchase"].Match.Hosts);
            Assert.Equal(["POST"], options.Rules["purchase"].Match.Methods);
        }
        finally
        {
            foreach (var key in written.Keys)
            {
                Environment.SetEnvironmentVariable(prefix + key, null);
            }
        }
    }

    [Theory]
    [InlineData("Match:Hosts", "shop.example")]
    [InlineData("Match:Methods", "POST")]
    [InlineData("Match:Status", "200")]
    [InlineData("Match:ContentTypes", "text/html")]
    [InlineData("When", "css:#ok")]
    [InlineData("Unless", "css:#bad")]
    [InlineData("Pixels", "main")]
    [InlineData("CustomData:contents:Where", "css:@data-sku")]
    public void Bind_SingleValueForAList_IsAListOfOne(string key, string value)
    {
        var rule = TestConfiguration.Bind(TestConfiguration.RuleWith((key, value))).Rules["purchase"];

        var list = key switch
        {
            "Match:Hosts" => rule.Match.Hosts,
            "Match:Methods" => rule.Match.Methods,
            "Match:Status" => rule.Match.Status,
            "Match:ContentTypes" => rule.Match.ContentTypes,
            "When" => rule.When,
            "Unless" => rule.Unless,
            "Pixels" => rule.Pixels,
            _ => rule.CustomData["contents"].Where,
        };
        Assert.Equal([value], list);
    }

    [Fact]
    public void Bind_NumberForAList_IsAListOfOne() => Assert.Equal(
        ["200"],
        TestConfiguration.Bind(TestConfiguration.Json("""{ "ProxyCapi": { "Rules": { "p": { "Match": { "Status": 200 } } } } }""")).Rules["p"].Match.Status);

    [Fact]
    public void Bind_OtherCase_IsTheSameKey()
    {
        var options = TestConfiguration.Bind(TestConfiguration.Json("""{ "proxycapi": { "PIXELS": { "main": { "id": "1", "hosts": ["a.example"] } }, "graph": { "version": "v1.0" } } }"""));

        Assert.Equal("1", options.Pixels["MAIN"].Id);
        Assert.Equal(["a.example"], options.Pixels["main"].Hosts);
        Assert.Equal("v1.0", options.Graph.Version);
    }

    [Fact]
    public void Bind_Null_TakesASingleValueAwayAndKeepsOtherDefaults()
    {
        var options = TestConfiguration.Bind(TestConfiguration.Json(
            """{ "ProxyCapi": { "Mode": null, "DataDirectory": null, "Admin": { "Url": null }, "Rules": { "p": { "Match": null, "When": null, "CustomData": { "currency": null } } } } }"""));

        Assert.Empty(options.Binding.Failures);
        Assert.Equal((ProxyCapiMode.Live, "data"), (options.Mode, options.DataDirectory));
        Assert.Null(options.Admin.Url);
        Assert.Empty(options.Rules["p"].CustomData);
        Assert.Empty(options.Rules["p"].When);
    }

    [Fact]
    public void Bind_FieldForms_AreTextOrList()
    {
        var fields = TestConfiguration.Bind(TestConfiguration.Json("""
            { "ProxyCapi": { "Rules": { "p": { "CustomData": {
              "value": 12.5,
              "content_ids": { "Each": "css:tr", "Value": "{css:@id}" },
              "contents": { "each": "json:lines[*]", "Where": ["sku", "qty"], "ID": "{json:sku}", "Fields": { "quantity": "{json:qty}" } }
            } } } } }
            """)).Rules["p"].CustomData;

        Assert.Equal("12.5", fields["value"].Value);
        Assert.Equal(("css:tr", "{css:@id}"), (fields["content_ids"].Each, fields["content_ids"].Value));
        Assert.Equal("json:lines[*]", fields["contents"].Each);
        Assert.Equal(["sku", "qty"], fields["contents"].Where);
        Assert.Equal(new Dictionary<string, string> { ["ID"] = "{json:sku}", ["quantity"] = "{json:qty}" }, fields["contents"].Fields);
    }

    [Fact]
    public void Bind_MetasKeysInOtherCase_EndInMetasCase()
    {
        var result = TestConfiguration.Compile(TestConfiguration.RuleWith(
            ("CustomData:CURRENCY", "EUR"), ("CustomData:Contents:Each", "css:tr"), ("CustomData:Contents:ID", "{css:@id}"), ("CustomData:myProperty", "x"), ("UserData:EM", "{form:email}")));

        Assert.Empty(result.Failures);
        var rule = result.RuleSet!.Options.Rules["purchase"];
        Assert.Equal(["contents", "currency", "myProperty"], rule.CustomData.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["id"], rule.CustomData["contents"].Fields.Keys);
        Assert.Equal(["em"], rule.UserData.Keys);
    }

    [Fact]
    public void Bind_SectionHandedIn_IsReadWithItsOwnPath()
    {
        var root = TestConfiguration.Json("""{ "Shop": { "Tracking": { "Mode": "Off", "Grahp": {} } } }""");

        var options = TestConfiguration.Bind(root.GetSection("Shop:Tracking"));

        Assert.Equal(ProxyCapiMode.Off, options.Mode);
        Assert.Equal("Shop:Tracking:Grahp", Assert.Single(options.Binding.Failures).Path);
    }

    [Fact]
    public void Bind_RootWithoutTheSection_IsTheSection()
    {
        var options = TestConfiguration.Bind(TestConfiguration.Json("""{ "Mode": "Off", "Grahp": {} }"""));

        Assert.Equal(ProxyCapiMode.Off, options.Mode);
        Assert.Equal("Grahp", Assert.Single(options.Binding.Failures).Path);
    }

    [Fact]
    public void Bind_EveryOption_HasATypeThatCanBeRead()
    {
        var seen = new HashSet<Type>();
        Walk(typeof(ProxyCapiOptions));
        Assert.Contains(typeof(RuleMatchOptions), seen);

        void Walk(Type type)
        {
            foreach (var property in seen.Add(type) ? type.GetProperties() : [])
            {
                var inner = property.PropertyType;
                if (ProxyCapi.Configuration.Binding.ScalarText.IsScalar(inner))
                {
                    ProxyCapi.Configuration.Binding.ScalarText.TryConvert("x", inner, out _);
                }
                else if (inner.IsGenericType)
                {
                    Assert.Contains(inner.GetGenericTypeDefinition(), new[] { typeof(List<>), typeof(Dictionary<,>) });
                    Assert.Equal(typeof(string), inner.GenericTypeArguments[0]);
                    Walk(inner.GenericTypeArguments[^1] == typeof(string) ? typeof(object) : inner.GenericTypeArguments[^1]);
                }
                else
                {
                    Walk(inner);
                }
            }
        }
    }
}
