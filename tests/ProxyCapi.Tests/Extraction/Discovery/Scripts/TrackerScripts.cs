namespace ProxyCapi.Tests.Extraction.Discovery.Scripts;

/// <summary>A script that has something of all that trackers do, as ground for random changes.</summary>
internal static class TrackerScripts
{
    public const string All = """"
        !function(f,b,e,v,n,t,s){if(f.fbq)return;n=f.fbq=function(){n.callMethod?n.callMethod.apply(n,arguments):n.queue.push(arguments)};if(!f._fbq)f._fbq=n;n.push=n;n.loaded=!0;n.version='2.0';n.queue=[];t=b.createElement(e);t.async=!0;t.src=v;s=b.getElementsByTagName(e)[0];s.parentNode.insertBefore(t,s)}(window,document,'script','https://pixel.example/events.js');
        (function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'});var f=d.getElementsByTagName(s)[0],j=d.createElement(s),dl=l!='dataLayer'?'&l='+l:'';j.async=true;j.src='https://tags.example/gtm.js?id='+i+dl;f.parentNode.insertBefore(j,f);})(window,document,'script','dataLayer','GTM-X');
        function gtag(){dataLayer.push(arguments);}
        var items = [{id: 'A-1', quantity: 2, price: '1.059,80'}, {id: 'B-2', quantity: 1, price: "35.00"}], total = 0;
        for (var i = 0; i < items.length; i++) { total += parseFloat(items[i].price.replace('.', '').replace(/,/g, '.')) * items[i].quantity; }
        class Cart { constructor(rows) { this.rows = rows } get size() { return 1 } ids() { return this.rows.map(({ id }) => `sku_${id}`) } static of(x) { return new Cart(x) } }
        var order = Object.assign({ currency: 'EUR', value: total.toFixed(2) }, { ids: new Cart(items).ids(), ...(window.extra || {}) });
        jQuery(function ($) {
          try {
            if (typeof order.user === 'undefined') { fbq('track', 'Purchase', order, { eventID: 'order-' + order.value }); }
            else if (localStorage.getItem('sent')) { return; } else { gtag('event', 'purchase', { items: items.filter(x => x.quantity > 1), event_callback: function () { $.post('/x') } }); }
          } catch (e) { console.log(e) } finally { order.done = true }
          switch (order.currency) { case 'EUR': dataLayer.push({ event: 'purchase', total: total }); break; default: throw new Error('x') }
        });
        document.addEventListener('DOMContentLoaded', async () => { const data = await Promise.resolve(JSON.parse('{"a":[1,2.50]}')); for (const [k, v] of Object.entries(data)) { dataLayer.push({ [k]: v?.length ?? 0 }) } });
        setTimeout(function () { new Image().src = 'https://www.facebook.com/tr?id=1&ev=Purchase&cd[value]=' + encodeURIComponent(order.value); }, 100);
        """";
}
